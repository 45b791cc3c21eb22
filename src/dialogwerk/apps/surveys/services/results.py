"""What came out of a survey: counts, shares, what is missing; by group with small cells hidden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles

from ..models import Reply, SurveyQuestion, SurveyVersion
from ..protection import SMALLEST, protected

Kind = SurveyQuestion.Kind
CHOSEN = (Kind.SINGLE, Kind.SEVERAL, Kind.SCALE)


@dataclass(frozen=True, slots=True)
class Bar:
    """A prepared answer: its words, how many chose it, and their share of those who answered."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of numbers: mean, median, and between which two the middle half lies."""

    mean: float
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question.

    Attributes:
        n: how many answered it; `missing` left it out.
        bars: of kinds with prepared answers; shares add up to more than 1 where several can be
            chosen.
        numbers: of numbers and scales; None with fewer than `SMALLEST` answers.
        texts: free texts that were let through.
    """

    question: SurveyQuestion
    n: int
    missing: int
    bars: Sequence[Bar] = ()
    numbers: Numbers | None = None
    texts: Sequence[str] = ()

    @property
    def is_shown(self) -> bool:
        """With very few answers nothing but their number is shown."""
        return self.n >= SMALLEST


@dataclass(frozen=True, slots=True)
class Crossed:
    """One question by the groups of another: cells None where too few chose so."""

    question: SurveyQuestion
    groups: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int | None]]]


def results_of(version: SurveyVersion) -> list[Result]:
    """What came of each question; three queries."""
    total = version.submissions.count()
    by_question: dict[int, list[Reply]] = {}
    rows = Reply.objects.filter(question__version=version)
    for reply in rows.only("question", "chosen", "number", "state", "text"):
        by_question.setdefault(reply.question_id, []).append(reply)
    return [
        _result(question, by_question.get(question.pk, []), total)
        for question in version.questions.all()
    ]


def _result(question: SurveyQuestion, replies: Sequence[Reply], total: int) -> Result:
    n = len(replies)
    missing = total - n
    if question.kind == Kind.TEXT:
        shown = [reply.text for reply in replies if reply.state == Reply.State.SHOWN]
        return Result(question, n, missing, texts=shown)
    if question.kind == Kind.NUMBER:
        given = [reply.number for reply in replies if reply.number is not None]
        return Result(question, n, missing, numbers=_numbers(given))
    counts = Counter(choice for reply in replies for choice in reply.chosen)
    bars = [
        Bar(label, counts[choice], counts[choice] / n if n else 0.0)
        for choice, label in question.choices
    ]
    is_scale = question.kind == Kind.SCALE
    steps = [float(choice) for reply in replies for choice in reply.chosen] if is_scale else []
    return Result(question, n, missing, bars=bars, numbers=_numbers(steps))


def _numbers(given: Sequence[float]) -> Numbers | None:
    if len(given) < SMALLEST:
        return None
    lower, middle, upper = quantiles(given, n=4, method="inclusive")
    del middle
    return Numbers(mean(given), median(given), lower, upper)


def crossed(version: SurveyVersion, by: SurveyQuestion) -> list[Crossed]:
    """Every question with prepared answers by the answers to another one; two queries.

    Args:
        by: a question with one answer each, such as how somebody is on the way.
    """
    groups = [label for _choice, label in by.choices]
    place = {choice: number for number, (choice, _label) in enumerate(by.choices)}
    group_of: dict[int, int] = {}
    chosen: dict[int, list[tuple[int, list[int]]]] = {}
    for submission, question, choices in Reply.objects.filter(
        question__version=version, question__kind__in=CHOSEN
    ).values_list("submission", "question", "chosen"):
        if question == by.pk:
            group_of[submission] = place[choices[0]]
        else:
            chosen.setdefault(question, []).append((submission, choices))
    return [
        _crossed(question, groups, group_of, chosen.get(question.pk, []))
        for question in version.questions.all()
        if question.kind in CHOSEN and question.pk != by.pk
    ]


def _crossed(
    question: SurveyQuestion,
    groups: Sequence[str],
    group_of: dict[int, int],
    chosen: Sequence[tuple[int, list[int]]],
) -> Crossed:
    counts = Counter(
        (choice, group_of[submission])
        for submission, choices in chosen
        if submission in group_of
        for choice in choices
    )
    table = [
        [counts[choice, group] for group in range(len(groups))]
        for choice, _label in question.choices
    ]
    labels = [label for _choice, label in question.choices]
    return Crossed(question, groups, list(zip(labels, protected(table), strict=True)))
