"""Argument or not, learned from what people decided; and shown only where it is known."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.arguing import LEAST_OF_EACH, LEAST_RIGHT, learn

ABOUT = (
    *("der Schule", "dem Wald", "der Heide", "dem Dorf", "dem See", "der Straße", "dem Hof"),
    *("dem Weg", "der Kirche", "dem Bach", "der Mühle"),
)
TIED = [f"Der Lärm an {place} {what}." for place in ABOUT for what in ("stört", "schadet allen")]
ASIDE = [
    f"{what} für {place}."
    for place in ABOUT
    for what in ("Vielen Dank und freundliche Grüße", "Anbei eine Vollmacht")
]
NEW = ["Der Lärm am Bahnhof schadet uns.", "Vielen Dank und freundliche Grüße aus Musterhausen."]


def test_passages_like_those_set_aside_hold_no_argument():
    found = learn(TIED, ASIDE)
    assert (found.tied, found.set_aside) == (22, 22)
    assert found.right >= LEAST_RIGHT
    argues, thanks = found.confidences(NEW)
    assert argues > 0.5 > thanks


def test_too_few_of_either_kind_teach_nothing():
    assert learn(TIED, ASIDE[: LEAST_OF_EACH - 1]) is None
    assert learn(TIED[: LEAST_OF_EACH - 1], ASIDE) is None
    assert learn(TIED * 5, ASIDE[:3] * 20) is None


def test_decisions_without_any_sense_are_learned_from_but_not_shown():
    """Whoever sets aside by chance teaches nothing, however many passages there are."""
    texts = [f"{one} Punkt {number}" for number, one in enumerate(TIED + ASIDE)]
    random.Random(5).shuffle(texts)
    found = learn(texts[::2], texts[1::2])
    assert found.right < LEAST_RIGHT
    assert found.confidences(NEW) == [None, None]


def test_what_was_tied_and_set_aside_counts_as_tied():
    found = learn(TIED, [*ASIDE, TIED[0]])
    assert (found.tied, found.set_aside) == (22, 22)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_decisions_does_not_matter(chance):
    tied, aside = list(TIED), list(ASIDE)
    chance.shuffle(tied)
    chance.shuffle(aside)
    first, second = learn(TIED, ASIDE), learn(tied, aside)
    assert first.confidences(NEW) == second.confidences(NEW)
    assert first.right == second.right
