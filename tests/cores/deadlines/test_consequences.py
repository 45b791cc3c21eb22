"""What being late means: excluded here, but never said to lose a court where that is not so."""

import re
from datetime import date
from itertools import product

import pytest

from dialogwerk.cores.deadlines import DeadlineError, procedure_types
from dialogwerk.cores.deadlines.consequences import UMWRG_REFORM, consequence

NOW = date(2026, 4, 15)


def late(type_="planfeststellung", day=NOW, land="NW", eia=True, **kwargs):
    return consequence(type_, day=day, land=land, eia=eia, **kwargs)


def every_case():
    for one in procedure_types():
        for variant, eia, day in product(
            one.variants,
            (True, False, None),
            (date(2012, 5, 2), date(2018, 5, 2), date(2024, 2, 1), NOW),
        ):
            yield one.id, variant.id, eia, day


@pytest.mark.parametrize(("type_", "variant", "eia", "day"), list(every_case()))
def test_every_case_is_told_in_both_languages_with_norms(type_, variant, eia, day):
    found = late(type_, day, "NW", eia, variant=variant)
    assert found.norms
    for text in (found.in_time, found.late, found.now):
        assert len(text.de) > 30
        assert len(text.en) > 30
        assert re.findall(r"§§? ?\d+\w*", text.de) == re.findall(r"§§? ?\d+\w*", text.en)
    for text in (found.late, found.court):
        assert not re.search(r"\{|Satz Satz|\(\)|  ", text.de + text.en)
    assert found.as_dict()["late_de"] == found.late.de


@pytest.mark.parametrize(("type_", "variant", "eia", "day"), list(every_case()))
def test_nobody_is_told_that_court_is_lost_where_it_stays_open(type_, variant, eia, day):
    found = late(type_, day, "NW", eia, variant=variant)
    if found.court_stays_open:
        assert "galt der Ausschluss auch vor Gericht" not in found.court.de
        assert "kann er auch vor Gericht gelten" not in found.court.de
    if found.is_excluded:
        assert "In diesem Verfahren" in found.late.de
        assert "nur, wenn die Bekanntmachung" in found.late.de
        assert "privatrechtlichen Titeln" in found.late.de


def test_with_an_assessment_the_right_to_sue_is_not_lost():
    found = late(eia=True)
    assert (found.is_excluded, found.court_stays_open) == (True, True)
    assert "§ 21 Abs. 4 UVPG" in found.norms
    assert "§ 7 Abs. 4 UmwRG" in found.court.de
    assert "geht dadurch nicht verloren" in found.court.de
    assert "§ 5 UmwRG" in found.court.de


def test_without_one_it_depends_on_whether_it_could_have_been_due():
    found = late(eia=False)
    assert found.court_stays_open is None
    assert "§ 73 Abs. 4 Satz 3 VwVfG NRW" in found.norms
    assert "kann er auch vor Gericht gelten" in found.court.de
    assert "§ 1 Abs. 1 Satz 1 Nr. 1 bis 2b UmwRG" in found.court.de


def test_if_it_is_not_known_both_norms_are_named():
    found = late(eia=None)
    assert {"§ 73 Abs. 4 Satz 3 VwVfG NRW", "§ 21 Abs. 4 UVPG"} <= set(found.norms)
    assert "nicht bekannt" in found.court.de


def test_the_day_of_the_reform_divides_the_law():
    before = late(day=UMWRG_REFORM.replace(day=1), eia=False)
    assert before.court_stays_open is False
    assert "damals geltenden Recht" in before.court.de
    assert "C-137/14" in late(day=UMWRG_REFORM.replace(day=1), eia=True).court.de
    assert late(day=UMWRG_REFORM, eia=True).court_stays_open is True


def test_each_land_cites_its_own_act():
    assert "Art. 73 Abs. 4 Satz 3 BayVwVfG" in late(land="BY", eia=False).norms
    assert "§ 140 Abs. 4 Satz 3 LVwG" in late(land="SH/NI", eia=False).norms


def test_an_immission_control_permit_excludes_for_its_procedure_only():
    found = late("bimschg", eia=False)
    assert found.court_stays_open is True
    assert "§ 10 Abs. 3 Satz 9 BImSchG" in found.norms
    assert "nur für das Genehmigungsverfahren" in found.court.de
    assert late("bimschg", date(2012, 5, 2), eia=False).court_stays_open is False
    assert not late("bimschg", variant="simplified").is_excluded


def test_a_municipality_may_leave_late_comments_out_but_nobody_is_shut_out():
    found = late("bauleitplan")
    assert (found.is_excluded, found.court_stays_open) == (False, True)
    assert "§ 4a Abs. 5 BauGB" in found.norms
    assert "unberücksichtigt bleiben" in found.late.de
    assert "§ 3 Abs. 3 BauGB" in found.court.de
    assert "§ 4a Abs. 6 BauGB" in late("bauleitplan", date(2023, 7, 6)).norms


def test_spatial_plans_exclude_and_spatial_assessments_do_not():
    assert late("raumordnung").is_excluded
    found = late("raumvertraeglichkeit")
    assert not found.is_excluded
    assert "im späteren Zulassungsverfahren noch einmal" in found.now.de
    assert "Raumordnungsverfahren" in late("raumvertraeglichkeit", date(2020, 1, 7)).late.de


def test_who_was_prevented_learns_of_reinstatement():
    found = late()
    assert "§ 32 VwVfG NRW" in found.norms
    assert "binnen zwei Wochen" in found.now.de
    assert "trotzdem" in found.now.de


def test_an_unknown_type_or_variant_gets_a_sentence():
    with pytest.raises(DeadlineError, match="moon"):
        late("moon")
    with pytest.raises(DeadlineError, match="moon"):
        late(variant="moon")


def test_only_with_a_preparatory_plan_associations_are_bound():
    found = late("bauleitplan", circumstances=("land_use_plan",))
    assert found.court_stays_open is None
    assert "Bebauungsplan" not in found.court.de
    assert "Umweltvereinigungen" in found.court.de
