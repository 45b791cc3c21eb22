"""Which letters are the same form."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.statements.errors import SettingOutOfRange
from dialogwerk.cores.statements.grouping import GroupingSettings, group
from dialogwerk.cores.statements.quality import pairwise
from dialogwerk.cores.statements.rehearsal import rehearse
from dialogwerk.cores.statements.words import words

STANDARD = "Hiermit erhebe ich fristgerecht Einwendung gegen den Windpark Hohe Heide."
CLOSING = "Bitte bestätigen Sie mir den Eingang dieses Schreibens schriftlich."
NOISE = (
    "Der Lärm der Anlagen wird uns jede Nacht den Schlaf rauben. "
    "Schon heute liegt der Pegel am Amselgrund über allen Richtwerten. "
    "Das Gutachten wurde im Büro geschrieben, ohne dass jemand gemessen hat."
)
BIRDS = (
    "Am Rabenberg brüten seit vielen Jahren Rotmilan und Schwarzstorch. "
    "Eine Kartierung der Horste fehlt in den Unterlagen vollständig. "
    "Ersatzflächen im Nachbarkreis helfen den Vögeln überhaupt nicht."
)
GARDEN = (
    "Mein Garten grenzt an den geplanten Zufahrtsweg. Dort ziehe ich seit vierzig Jahren Rosen. "
    "Wenn täglich Laster vorbeifahren, kann ich ihn nicht mehr nutzen, und mein Enkel auch nicht. "
)
HORSES = (
    "Unser Reiterhof lebt von ängstlichen Anfängern, die Stille brauchen. Ein Pferd scheut bei "
    "jedem Schattenwurf. Drei Menschen verlieren ihre Arbeit, wenn wir schließen müssen. "
)


def grouped(*texts):
    return group(texts).campaign.tolist()


def test_identical_letters_are_a_campaign():
    assert grouped(NOISE, BIRDS, NOISE, GARDEN) == [1, -1, 1, -1]


def test_name_address_and_date_make_no_difference():
    letter = (
        "Erika Beispiel\nProbeweg 3\n99001 Musterhausen\n\nMusterhausen, den 3. Mai 2026\n\n"
        f"Sehr geehrte Damen und Herren,\n\n{NOISE}\n\nMit freundlichen Grüßen\nErika Beispiel"
    )
    found = group([letter, NOISE])
    assert found.campaign.tolist() == [1, 1]
    assert found.campaigns[0].template == NOISE


@pytest.mark.parametrize(
    "changed",
    [
        f"{GARDEN.split('. ')[0]}. {NOISE}",
        f"{NOISE} {GARDEN.split('. ')[0]}.",
        NOISE.split(". ", 1)[1],
        NOISE.replace("Pegel", "Pegell").replace("Nacht", "Nackt"),
        NOISE.upper(),
        NOISE.replace("Gutachten", "Gut-\nachten").replace("Richtwerten", "Richt-\nwerten"),
        " ".join(reversed(NOISE.split(". "))),
    ],
)
def test_small_changes_keep_a_letter_in_its_campaign(changed):
    assert grouped(NOISE, NOISE, NOISE, changed, BIRDS)[3] == 1


def test_standard_phrases_of_the_law_join_nothing():
    letters = [
        f"{STANDARD} {text} {CLOSING}" for text in (NOISE, NOISE, BIRDS, BIRDS, GARDEN, HORSES)
    ]
    letters += [
        f"{STANDARD} {word} ist mir zu laut. {CLOSING}" for word in ("Es", "Alles", "Das Rad")
    ]
    found = grouped(*letters)
    assert found[0] == found[1] != found[2] == found[3]
    assert found[4:6] == [-1, -1]


def test_a_letter_of_which_half_is_its_own_is_individual():
    letter = GARDEN + HORSES + NOISE
    own, form = len(words(GARDEN + HORSES)), len(words(NOISE))
    assert own >= form
    assert grouped(NOISE, NOISE, NOISE, letter) == [1, 1, 1, -1]


def test_a_letter_between_two_campaigns_does_not_chain_them():
    both = f"{NOISE} {BIRDS}"
    found = grouped(NOISE, NOISE, NOISE, both, BIRDS, BIRDS)
    assert found[:3] == [1, 1, 1]
    assert found[4] == found[5] == 2


def test_very_short_letters_must_be_the_same_word_for_word():
    assert grouped("Ich bin dagegen!", "ich bin DAGEGEN", "Ich bin sehr dagegen!") == [1, 1, -1]


def test_building_blocks_put_together_freely_are_one_campaign():
    random = Random(5)
    blocks = [sentence.rstrip(".") for sentence in SENTENCES]
    kits = [". ".join(random.sample(blocks, random.randint(5, 8))) for _ in range(120)]
    found = group([*kits, "Mir gefällt der Plan, ich habe überhaupt keine Einwände dagegen."])
    assert set(found.campaign.tolist()[:120]) == {1}
    assert found.individuals == (120,)
    assert all(block in found.campaigns[0].template for block in blocks)


def test_the_template_quotes_the_form_and_nobody_in_particular():
    letters = [
        f"Guten Tag,\n\n{own}{NOISE}\n\nBitte antworten Sie.\n\nViele Grüße\n{name}"
        for own, name in (
            ("", "Max Probe"),
            ("Mein Hund bellt seither. ", "Erika Beispiel"),
            ("Wir ziehen bald weg. ", "Otto Muster"),
        )
    ]
    assert group(letters).campaigns[0].template == f"{NOISE}\n\nBitte antworten Sie."


def test_words_that_only_one_person_wrote_into_a_sentence_are_left_out_of_the_template():
    letters = [
        NOISE.replace("am Amselgrund", place)
        for place in ("am Amselgrund", "in der Rosengasse", "beim Mühlenteich")
    ]
    template = group(letters).campaigns[0].template
    assert "der Pegel … über" in template


def test_campaigns_are_numbered_by_size():
    found = group([BIRDS, NOISE, NOISE, NOISE, BIRDS])
    assert [(one.number, one.size, one.members) for one in found.campaigns] == [
        (1, 3, (1, 2, 3)),
        (2, 2, (0, 4)),
    ]


def test_small_campaigns_can_be_left_aside():
    found = group([BIRDS, NOISE, NOISE, NOISE, BIRDS], settings=GroupingSettings(minimum_size=3))
    assert found.campaign.tolist() == [-1, 1, 1, 1, -1]


def test_no_letters_and_empty_letters_are_no_mistake():
    assert group([]).campaigns == ()
    assert grouped("", " \n", "…", "Nein") == [-1, -1, -1, -1]


@pytest.mark.parametrize(
    ("setting", "value"),
    [("minimum_size", 1), ("largest_own_share", 0.6), ("least_words", 1), ("likeness", 0)],
)
def test_a_setting_that_makes_no_sense_is_refused_by_name(setting, value):
    with pytest.raises(SettingOutOfRange, match=setting):
        GroupingSettings(**{setting: value})


SENTENCES = [
    sentence.strip(" .") + "." for sentence in " ".join((NOISE, BIRDS, GARDEN, HORSES)).split(". ")
]
some_letters = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map(" ".join),
    min_size=1,
    max_size=25,
)


@given(some_letters, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_order_of_the_letters_does_not_matter(letters, random):
    order = list(range(len(letters)))
    random.shuffle(order)
    one, other = group(letters), group([letters[place] for place in order])
    assert one.campaign[order].tolist() == other.campaign.tolist()
    assert [c.template for c in one.campaigns] == [c.template for c in other.campaigns]


@given(some_letters)
@settings(deadline=None, max_examples=60)
def test_campaigns_and_numbers_agree_and_are_sorted(letters):
    found = group(letters)
    sizes = [one.size for one in found.campaigns]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= 2 for size in sizes)
    assert all(one.template for one in found.campaigns)
    for one in found.campaigns:
        assert np.flatnonzero(found.campaign == one.number).tolist() == list(one.members)


def test_the_order_of_rehearsed_letters_does_not_matter():
    letters = [one.text for one in rehearse(letters=700, persons=300, templates=20, seed=77)]
    order = list(range(700))
    Random(1).shuffle(order)
    one, other = group(letters), group([letters[place] for place in order])
    assert one.campaign[order].tolist() == other.campaign.tolist()
    assert [c.template for c in one.campaigns] == [c.template for c in other.campaigns]


@pytest.mark.parametrize(
    ("letters", "templates", "seed"),
    [(2000, 3, 20261), (2000, 40, 20262), (3000, 140, 20263), (10_000, 140, 20264)],
)
def test_rehearsed_campaigns_are_found_and_no_individual_letter_is_swallowed(
    letters, templates, seed
):
    made = list(rehearse(letters=letters, persons=letters // 3, templates=templates, seed=seed))
    found = group([letter.text for letter in made])
    agreement = pairwise([letter.campaign for letter in made], found.campaign.tolist())
    assert agreement.precision >= 0.999
    assert agreement.recall >= 0.97
    assert agreement.swallowed == 0


def test_templates_of_rehearsed_campaigns_name_nobody():
    made = list(rehearse(letters=1200, persons=400, templates=8, seed=20265))
    for campaign in group([letter.text for letter in made]).campaigns:
        people = {made[member].person for member in campaign.members}
        for person in people:
            assert person.name not in campaign.template
            assert person.street not in campaign.template
        assert "Sehr geehrte" not in campaign.template
        assert "Grüße" not in campaign.template


def test_letters_beyond_the_sample_are_placed_beside_it_and_small_campaigns_are_still_found():
    made = list(rehearse(letters=3000, persons=900, templates=30, seed=20266))
    pair = "Der Teich am Probehang wird trocken fallen, und mit ihm die Molche, die Kröten und wir."
    texts = [*(letter.text for letter in made), pair, f"{pair} Das sage ich als Nachbarin."]
    found = group(texts, settings=GroupingSettings(sample=400))
    truth = [letter.campaign for letter in made]
    agreement = pairwise(truth, found.campaign.tolist()[:3000])
    assert agreement.precision >= 0.999
    assert agreement.recall >= 0.99
    assert agreement.swallowed == 0
    assert found.campaign[3000] == found.campaign[3001] > 0
    order = list(range(len(texts)))
    Random(4).shuffle(order)
    again = group(
        [texts[place] for place in order], settings=GroupingSettings(sample=400), threads=3
    )
    assert found.campaign[order].tolist() == again.campaign.tolist()
    assert [c.template for c in found.campaigns] == [c.template for c in again.campaigns]
