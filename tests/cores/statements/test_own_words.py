"""Own words of many letters at once."""

from dialogwerk.cores.statements.deviations import compare
from dialogwerk.cores.statements.grouping import group
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.own_words import own_words
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
