"""The head of a paper: numbers, askers, ministries, title and the dates of the paper itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .dating import DAY, day_of
from .model import Asker, DateOf, Kind, Value
from .source import Flow

_INSTRUMENT = re.compile(
    r"\b(Kleinen?|Großen?|Mündlichen?|Dringlichen?|Schriftlichen?)\s*Anfrage\b", re.IGNORECASE
)
_PAPER = re.compile(r"\b(?:Drucksache|Drs\.?)\s*(?:Nr\.\s*)?(\d{1,2})\s*/\s*(\d{1,6})\b")
_IS_HEADER = re.compile(r"(?:Wahlperiode|Legislaturperiode)\W*$")
_TERM = re.compile(r"\b(\d{1,2})\s*\.\s*(?:Wahlperiode|Legislaturperiode)\b")
_NUMBER = re.compile(
    r"\b(?:Kleinen?|Großen?|Mündlichen?|Dringlichen?)\s*Anfrage\s*(?:Nr\.?|Nummer)?\s*(\d{1,5})\b"
    r"(?!\s*(?:[./]\s*\d|\.\s*(?:Wahl|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))"
)
_ANSWERS = re.compile(r"^\W*Antwort\b|\bmit\s+Antwort\b|\bbeantwortet\b|^Antwort\b", re.MULTILINE)
_PARTIES = (
    r"CDU|CSU|SPD|FDP/DVP|FDP|AfD|BSW|SSW|PIRATEN|Piraten|fraktionslos|parteilos"
    r"|(?:BÜNDNIS|Bündnis)\s*90\s*/\s*(?:DIE|Die)\s*(?:GRÜNEN|Grünen)"
    r"|GRÜNE[N]?|Grüne[n]?|DIE\s*LINKE|Die\s*Linke|LINKE|Linke|FREIE\s*WÄHLER|Freie\s*Wähler|BVB\s*/\s*FREIE\s*WÄHLER"
)
_WHO = re.compile(
    r"\b(?:der|des|vom|von)\s*(?:Abgeordneten?r?|Abg\.)(?:\s*(?:Frau|Herrn?))?\s*"
    rf"(?P<who>.{{3,600}}?)(?P<end>\((?P<in>{_PARTIES})(?:-Fraktion)?\)|\s(?P<bare>{_PARTIES})(?=\s|$|,))",
    re.DOTALL,
)
_MORE = re.compile(
    rf"\s*(?:,|und|sowie)\s*(?P<who>[A-ZÄÖÜ].{{2,300}}?)\((?P<in>{_PARTIES})(?:-Fraktion)?\)",
    re.DOTALL,
)
_GROUP = re.compile(rf"\b(?:der|von)\s*Fraktion(?:en)?\s*(?:der|von)?\s*(?P<in>{_PARTIES})\b")
_AND = re.compile(r"\s*,\s*|\s+(?:und|sowie)\s+")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.'’/ \-]{2,80}")
ANSWERED_BY = re.compile(
    r"\b(?P<who>(?:Der|Die|Das)\s*(?:[A-ZÄÖÜ][\w-]*\s+)?(?:Ministerpräsident(?:in)?|Minister(?:in|ium)?"
    r"|Staatsminister(?:in|ium)?|Senator(?:in)?|Senatsverwaltung|Chef(?:in)?\s+der\s+Staatskanzlei"
    r"|[A-ZÄÖÜ][\wäöü]*minister(?:in|ium)?|Staatskanzlei)\b.{0,300}?)"
    r"\s*hat\s*(?:die|auf)\s*(?:Kleine|Große|Mündliche|Dringliche)",
    re.DOTALL,
)
_REPLY_OF = re.compile(
    r"\bAntwort\s*(?P<who>(?:des|der)\s*(?:[A-ZÄÖÜ][\wäöüß]*en\s+)?(?:[A-ZÄÖÜ][\wäöüß-]*?[Mm]inisteriums|Ministeriums"
    r"|Ministers|Ministerin|Staatskanzlei|Ministerpräsidenten|Senats|Senatsverwaltung)\b.{0,300}?)"
    rf"\s*(?:namens|im\s+Namen|vom\s+{DAY}|auf\s+die)",
    re.DOTALL,
)
_AGREEING = re.compile(
    r"\bim\s*(?:Einvernehmen|Benehmen)\s*mit\s*(?P<who>.{5,900}?)\s*(?:beantwortet|wie\s*folgt|namens)",
    re.DOTALL,
)
_ONE_MINISTRY = re.compile(
    r"(?:^|,\s*|\s*(?:und|sowie)\s*)(?:mit\s+)?(?=(?:dem|der|des)\s*(?:[A-ZÄÖÜ][\w-]*\s+)?"
    r"(?:Minister|Staats|Senat|Chef|[A-ZÄÖÜ][\wäöü]*minister))"
)
_ASKED_ON = (
    r"\b(?:Abgeordneten?r?|Fraktion)\b(?:(?!Antwort|eingegangen|namens|Schreiben)[^.]){{3,300}}?"
    r"\bvom\s*{day}"
)
_ROLES: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (role, re.compile(pattern.format(day=f"({DAY})"), re.DOTALL))
    for role, pattern in (
        ("asked", r"Anfrage\s*(?:Nr\.?\s*)?\d{{1,5}}\s*vom\s*{day}"),
        ("received", r"\beingegangen\s*am\s*{day}"),
        ("forwarded", r"\b(?:übersandt|zugeleitet)\s*am\s*{day}"),
        ("answered by letter", r"\bmit\s*Schreiben\s*vom\s*{day}"),
        ("answered", r"\bnamens\s*der\s*Landesregierung\s*vom\s*{day}"),
        ("answered", r"\bAntwort\s*de[rs][^.]{{3,200}}?\svom\s*{day}"),
        ("answered", r"Datum\s*des\s*Originals\s*:\s*{day}"),
        ("issued", r"\b[Aa]usgegeben\s*(?:am)?\s*:?\s*{day}"),
        ("distributed", r"\b[Vv]erteilt\s*am\s*{day}"),
        ("asked", _ASKED_ON),
    )
)
_NOT_TITLE = re.compile(
    r"^\W*(?:Antwort|(?:Kleine |Große |Mündliche )?Anfrage|der Landesregierung|auf die|mit Antwort"
    r"|gemäß|namens|Drucksache|Drs|an die|Wir fragen|Ich frage|Der Minister|Die Ministerin"
    r"|Das Ministerium|Datum|Ausgegeben|\d+\s*$)",
)


@dataclass
class Head:
    """What the head says."""

    kind: Kind
    instrument: str = ""
    inquiry_number: Value | None = None
    paper: Value | None = None
    inquiry_paper: Value | None = None
    term: Value | None = None
    title: Value | None = None
    askers: tuple[Asker, ...] = ()
    lead: Value | None = None
    agreeing: tuple[Value, ...] = ()
    dates: tuple[DateOf, ...] = field(default_factory=tuple)


def read_head(head: Flow, *, front: Flow, tail: Flow, has_answers: bool) -> Head:
    """Read the head.

    Args:
        head: everything before prefaces and questions, page header of the first page included.
        front: everything before the questions; who answers may stand behind the first preface.
        tail: the last lines, where the day of distribution stands.
        has_answers: whether questions have answers further down.
    """
    text = head.text
    is_answer = has_answers or bool(_ANSWERS.search(text))
    found = Head(Kind.ANSWER if is_answer else Kind.QUESTION)
    instrument = _INSTRUMENT.search(text)
    if instrument:
        found.instrument = f"{instrument[1].lower().rstrip('n').rstrip('e')}e Anfrage".capitalize()
        found.instrument = found.instrument.replace("anfrage", "Anfrage")
    found.askers, askers_end = _askers(head)
    found.paper, found.inquiry_paper = _papers(head, is_answer, askers_end)
    found.inquiry_number = _value(head, _NUMBER)
    found.term = _value(head, _TERM)
    if found.term is None and found.paper:
        found.term = Value(found.paper.text.split("/")[0], found.paper.span)
    found.lead, found.agreeing = _ministries(front)
    found.dates = tuple(
        _dates((head, None), (front, ("answered by letter",)), (tail, ("issued", "distributed")))
    )
    found.title = _title(head, askers_end)
    return found


def _value(flow: Flow, pattern: re.Pattern[str]) -> Value | None:
    found = pattern.search(flow.text)
    return Value(found[1], flow.span(found.start(1), found.end(1))) if found else None


def _papers(head: Flow, is_answer: bool, askers_end: int) -> tuple[Value | None, Value | None]:
    """The number of the paper itself, and of the paper that asked."""
    found = [
        (one, Value(f"{one[1]}/{one[2]}", head.span(one.start(), one.end())))
        for one in _PAPER.finditer(head.text)
    ]
    own = asked = None
    for one, value in found:
        before = head.text[max(0, one.start() - 40) : one.start()]
        is_apart = is_answer and 0 < askers_end <= one.start() and not _IS_HEADER.search(before)
        if (
            own is None
            and not is_apart
            and not re.search(r"(?:eingegangen am\s*\S+|\bzu|\bauf)\W*$", before)
        ):
            own = value
        elif asked is None and is_answer and (own is None or value.text != own.text):
            asked = value
    return own, asked


def _askers(head: Flow) -> tuple[tuple[Asker, ...], int]:
    """Who asks, and where in the head the words about them first end."""
    found = _WHO.search(head.text)
    if not found:
        group = _GROUP.search(head.text)
        if not group:
            return (), 0
        span = head.span(group.start("in"), group.end("in"))
        party = _party(group["in"])
        return (Asker(f"Fraktion der {party}", party, span),), group.end()
    askers = list(_named(head, found.start("who"), found["who"], found["in"] or found["bare"]))
    end = found.end()
    while more := _MORE.match(head.text, end):
        askers += _named(head, more.start("who"), more["who"], more["in"])
        end = more.end()
    return tuple(askers), end


def _named(head: Flow, start: int, who: str, party: str) -> Iterator[Asker]:
    at = 0
    for piece in (*_AND.finditer(who), None):
        raw = who[at : piece.start() if piece else len(who)]
        name = " ".join(raw.split())
        if name and _NAME.fullmatch(name):
            begin = start + at + len(raw) - len(raw.lstrip())
            yield Asker(name, _party(party), head.span(begin, begin + len(raw.strip())))
        at = piece.end() if piece else at


def _party(text: str) -> str:
    return " ".join(text.split())


def _ministries(head: Flow) -> tuple[Value | None, tuple[Value, ...]]:
    """Who answers, and who agreed."""
    found = ANSWERED_BY.search(head.text) or _REPLY_OF.search(head.text)
    if not found:
        return None, ()
    lead = Value(_nominative(found["who"]), head.span(found.start("who"), found.end("who")))
    agreeing: list[Value] = []
    agreed = _AGREEING.search(head.text)
    if agreed:
        cuts = [one.end() for one in _ONE_MINISTRY.finditer(agreed["who"])]
        for begin, end in zip(cuts, [*cuts[1:], len(agreed["who"])], strict=True):
            raw = re.sub(r"\s*(?:,|und|sowie)?\s*(?:mit\s*)?$", "", agreed["who"][begin:end])
            at = agreed.start("who") + begin
            agreeing.append(Value(_nominative(raw), head.span(at, at + len(raw))))
    return lead, tuple(agreeing)


def _nominative(text: str) -> str:
    """The name of a ministry as a heading would have it.

    >>> _nominative("des Niedersächsischen Ministeriums für Kultur")
    'Niedersächsisches Ministerium für Kultur'
    >>> _nominative("dem Minister für Klimaschutz")
    'Minister für Klimaschutz'
    """
    words = " ".join(text.split())
    article, _space, rest = words.partition(" ")
    if article.lower() not in ("der", "die", "das", "des", "dem"):
        return words
    is_neuter = bool(re.match(r"\S*\s*\S*ministeriums?\b", rest, re.IGNORECASE))
    rest = re.sub(r"(?i)(ministerium|minister|kanzler)s\b", r"\1", rest, count=1)
    rest = re.sub(r"^Ministerpräsidenten\b", "Ministerpräsident", rest)
    ending = "es" if is_neuter else "e"
    if article.lower() in ("des", "dem", "der"):
        rest = re.sub(r"^([A-ZÄÖÜ][\wäöüß]*isch)(?:en|er|em)\b", rf"\1{ending}", rest)
    return rest


def _dates(*looked_in: tuple[Flow, Sequence[str] | None]) -> Iterator[DateOf]:
    """Dates of the paper itself.

    Args:
        looked_in: texts, and the names of `_ROLES` that are looked for there; None for all.
    """
    seen: set[int] = set()
    for flow, names in looked_in:
        for name, pattern in _ROLES:
            if names is not None and name not in names:
                continue
            for found in pattern.finditer(flow.text):
                iso = day_of(found[1])
                span = flow.span(found.start(1), found.end(1))
                if iso and span.start not in seen:
                    seen.add(span.start)
                    yield DateOf(name.split()[0], iso, span)


def _title(head: Flow, askers_end: int) -> Value | None:
    """The lines behind those about askers and answer."""
    inside = _between(head, askers_end)
    if inside is None:
        return None
    begin, end = inside
    text = head.text[begin:end]
    lead = len(text) - len(text.lstrip(' \n:-–„"“'))
    begin, text = begin + lead, text[lead:].rstrip(" \n-–:")
    title = " ".join(text.split())
    if not 3 <= len(title) <= 500 or _NOT_TITLE.match(title):
        return None
    return Value(title, head.span(begin, begin + len(text)))


_BEFORE_TITLE = re.compile(r"namens\s*der\s*Landesregierung(?!\s*vom)")
_ASKED_PAPER = re.compile(
    r"\W*(?:vom\s*\d[\w. ]{5,18}\d{4}\W*)?(?:Drucksache|Drs\.?)\s*\d{1,2}\s*/\s*\d{1,6}\W*"
)
_REPLY_LINE = re.compile(r"\s*Antwort\s*de[rs]\b")
_AFTER_TITLE = re.compile(
    r"\s*(?:Anfrage\s*(?:der|des)\s*(?:Abgeordneten|Abg\.|Fraktion)"
    r"|(?:Der|Die|Das)\s*[\w ]{0,40}?(?:[Mm]inister|Senat|Staatskanzlei|Chef)"
    r"|Vorbemerkung|(?:Wir|Ich)\s*frage|Datum\s*des\s*Originals|\(eingegangen|Antwort\s*de[rs])"
)


def _between(head: Flow, askers_end: int) -> tuple[int, int] | None:
    """Where the title stands: behind the line about the answer, else behind that about askers."""
    begin = askers_end
    if not begin:
        return None
    if _REPLY_LINE.match(head.text, begin):
        before = _BEFORE_TITLE.search(head.text, begin)
        begin = before.end() if before else _paragraph_end(head.text, begin)
    asked = _ASKED_PAPER.match(head.text, begin)
    begin = asked.end() if asked else begin
    after = _AFTER_TITLE.search(head.text, begin)
    end = after.start() if after else _paragraph_end(head.text, begin)
    return begin, end


def _paragraph_end(text: str, begin: int) -> int:
    while begin < len(text) and text[begin] in " \n":
        begin += 1
    end = text.find("\n", begin)
    return end if end >= 0 else len(text)
