"""Whatever is read, nothing breaks, and every place lies within the source."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.inquiries.answers import as_json
from dialogwerk.cores.inquiries.reading import read_paper
from dialogwerk.cores.inquiries.source import Source

from .papers import ANSWER, APART, QUESTION

WORDS = st.sampled_from(
    [
        *(
            "Frage",
            "1.",
            "2.",
            "3)",
            "?",
            "§ 3",
            "Abs. 2",
            "Drucksache",
            "16/480",
            "\n",
            "\n\n",
            "\f",
        ),
        *("Antwort", "der Abgeordneten", "(CDU)", "vom 31.02.2012", "Vorbemerkung", "Zu 1:", "a)"),
        *(
            "werden gemeinsam beantwortet",
            "Wahlperiode",
            "-\n",
            "\u00ad\n",
            "1,3 Mio. Euro",
            "\x00",
        ),
    ]
)


def places(node):
    if isinstance(node, dict):
        if set(node) == {"start", "end", "line", "page"}:
            yield node
        for value in node.values():
            yield from places(value)
    elif isinstance(node, list):
        for value in node:
            yield from places(value)


def check(text):
    for place in places(as_json(read_paper(text))):
        assert 0 <= place["start"] <= place["end"] <= len(text)
        assert place["line"] >= 1
        assert place["page"] >= 1


@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    check(text)


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(content):
    check(content.decode("utf-8", "replace"))


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=60))
def test_any_mixture_of_what_papers_contain_can_be_read(words):
    check(" ".join(words))


@settings(max_examples=60)
@given(st.sampled_from([ANSWER, QUESTION, APART]), st.integers(0, 10**9))
def test_papers_with_random_damage_can_be_read(paper, seed):
    dice = random.Random(seed)
    letters = list(paper)
    for _damage in range(dice.randrange(1, 40)):
        at = dice.randrange(len(letters))
        letters[at : at + dice.choice((0, 1, 1, 30))] = dice.choice(
            ("", "\n", "x", "1. ", "?", " ")
        )
    check("".join(letters))


@given(st.text(alphabet="abA -\n\u00ad\f\t1.?", max_size=200))
def test_flowing_text_is_made_of_what_stands_in_the_source(text):
    source = Source.of(text)
    flow = source.flow(source.lines)
    assert len(flow.origin) == len(flow.text) + 1
    for at, letter in enumerate(flow.text):
        assert letter.isspace() or text[flow.origin[at]] == letter
    assert list(flow.origin) == sorted(flow.origin)
