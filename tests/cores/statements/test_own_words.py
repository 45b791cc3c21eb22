"""Own words of many letters at once."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.statements.deviations import compare
from dialogwerk.cores.statements.grouping import group
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.own_words import own_words, spans_for
from dialogwerk.cores.statements.rehearsal import rehearse
from dialogwerk.cores.statements.words import words


def folded(text):
    return " ".join(word.folded for word in words(text))


def test_what_is_added_is_shown_and_the_form_is_not():
    made = list(rehearse(letters=1500, persons=400, templates=7, seed=20272))
    texts = TextColumn.of(letter.text for letter in made)
    found = group(texts)
    own, left_out = own_words(texts, found)
    added = shown = form = form_shown = 0
    for letter, mine, missing, number in zip(
        made, own, left_out, found.campaign.tolist(), strict=True
    ):
        if number < 0:
            assert (mine, missing) == (letter.text, "")
            continue
        text = folded(mine)
        added += len(letter.own)
        shown += sum(folded(sentence) in text for sentence in letter.own)
        truly_own = sum(len(words(sentence)) for sentence in letter.own)
        form += len(words(letter.text)) - truly_own
        form_shown += max(0, len(words(mine)) - truly_own)
    assert added > 300
    assert shown >= 0.99 * added
    assert form_shown <= 0.01 * form


def test_letters_with_the_words_of_the_form_are_not_compared_and_the_others_as_one_by_one():
    made = [one.text for one in rehearse(letters=500, persons=90, templates=3, seed=20273)]
    found = group(made)
    own, left_out = own_words(TextColumn.of(made), found)
    for place in [place for place in range(500) if found.campaign[place] > 0]:
        template = found.campaigns[found.campaign[place] - 1].template
        wanted = compare(template, made[place])
        assert own[place] == "\n".join(span.of(made[place]) for span in wanted.own)
        assert left_out[place] == "\n".join(span.of(template) for span in wanted.left_out)


def one_by_one(template, texts):
    return [(found.own, found.left_out) for found in (compare(template, text) for text in texts)]


@pytest.mark.parametrize("seed", [20274, 20275, 20276])
def test_many_letters_of_every_kind_of_edit_have_the_spans_of_one_compared_alone(seed):
    made = list(rehearse(letters=400, persons=120, templates=4, seed=seed))
    texts = [one.text for one in made]
    found = group(texts)
    for campaign in found.campaigns:
        # Also letters that are none of this form, and forms that are letters with a frame.
        some = [texts[place] for place in campaign.members] + texts[:40]
        assert spans_for(campaign.template, some) == one_by_one(campaign.template, some)
        assert spans_for(some[0], some[:60]) == one_by_one(some[0], some[:60])


FORM = (
    "Sehr geehrte Damen und Herren,\n\nder Windpark ist viel zu laut für unser Dorf. Er schadet "
    "dem Rotmilan, z. B. am 5. Mai. Das Trinkwasser ist uns lieb! Bitte lehnen Sie ihn ab.\n\nMfG"
)


def foreign_words():
    strange = ["ab?!", "…", "\u00ad-\n", "\n\n", "(a)", "ἀλλά", "Gru\u0308ße", "🌳"]
    return [*strange, "Nein.", "und", "1400", "Mein", "Kind", "schläft", "schlecht."]


@given(st.integers(0, 10**9))
def test_a_form_cut_up_mixed_and_misspelt_is_compared_as_one_letter_alone(seed):
    rng = random.Random(seed)
    foreign = foreign_words()
    pieces = [word for word in FORM.split(" ") if rng.random() > 0.1]
    for _time in range(rng.randrange(8)):
        at = rng.randrange(len(pieces) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            pieces[at:at] = [rng.choice(foreign) for _word in range(rng.randrange(1, 12))]
        elif kind == 1 and at < len(pieces) and pieces[at]:
            letter = rng.randrange(len(pieces[at]))
            pieces[at] = pieces[at][:letter] + rng.choice("ae.-\n ") + pieces[at][letter + 1 :]
        else:
            pieces[at:at] = pieces[: rng.randrange(8)]
    text = " ".join(pieces)
    assert spans_for(FORM, [text, "", text]) == one_by_one(FORM, [text, "", text])
