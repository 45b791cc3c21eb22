"""The path to a new alliance: in any order, left and taken up again, public only at the end."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.bodies.models import Body, Founding
from dialogwerk.apps.bodies.services import founding as service
from tests.factories import BodyFactory, FoundingFactory

pytestmark = pytest.mark.django_db
BY = "user:1"
STEP = {step.key: step for step in service.STEPS}


def states(founding):
    found = Founding.objects.get(pk=founding.pk)
    return {one.step.key: one.state for one in service.progress_of(found)}


def declare(founding, on="10.06.2009"):
    service.declare(
        founding=founding, text="Wir wollen reden.", on=parse(on), at="Rathaus", url="", by=BY
    )


def sign(founding, *holders):
    return service.sign(founding=founding, holders=holders, by=BY)


def test_an_alliance_is_founded_on_the_day_of_its_declaration_and_only_then_public():
    founding = FoundingFactory()
    assert set(states(founding).values()) == {"open"}
    assert not Body.objects.public().exists()
    declare(founding)
    company = BodyFactory(kind="company", name="Musterwerke AG")
    assert sign(founding, company, "Gewerkschaft Muster", company, "gewerkschaft muster") == 2
    service.entrust(
        founding=founding, role="patron", unnamed="die Bürgermeisterin", begun=parse("2008"), by=BY
    )
    service.entrust(founding=founding, role="spokesperson", holder=company, by=BY)
    service.give_office(founding=founding, new_name="Büro Musterdorf", by=BY)
    service.plan(founding=founding, items=[("Tag der offenen Tür", parse("2010"))], by=BY)
    assert set(states(founding).values()) == {"done"}
    body = service.finish_founding(founding=founding, by=BY)
    assert (body.founded.edtf, body.is_public, body.last_sign.edtf) == (
        "2009-06-10",
        True,
        "2009-06-10",
    )
    assert Body.objects.public().filter(name="Büro Musterdorf", kind="office").exists()
    assert JournalEntry.objects.get(action="body.founded").payload["left_open"] == []
    with pytest.raises(ValidationError):
        declare(founding)


def test_without_declaration_and_two_signatories_nothing_is_founded():
    founding = FoundingFactory()
    sign(founding, "Gewerkschaft Muster")
    with pytest.raises(ValidationError) as error:
        service.finish_founding(founding=founding, by=BY)
    assert "Erklärung, Unterzeichnende, Schirmherrschaft" in str(error.value)
    with pytest.raises(ValidationError):
        service.leave_open(founding=founding, step=STEP["erklaerung"], by=BY)


def test_steps_left_open_on_purpose_show_as_gaps_until_somebody_fills_them_in(client):
    founding = FoundingFactory()
    declare(founding)
    sign(founding, "Gewerkschaft Muster", "Kammer Muster")
    for key in ("schirmherrschaft", "sprecher", "geschaeftsstelle", "programm"):
        service.leave_open(founding=founding, step=STEP[key], by=BY)
    assert states(founding)["programm"] == "left_open"
    service.plan(founding=founding, items=[("Schulbesuch", None)], by=BY)
    body = service.finish_founding(founding=founding, by=BY)
    page = client.get(reverse("body", args=[body.code])).content.decode()
    assert "Bei der Gründung offen gelassen: Schirmherrschaft." in page
    assert "offen gelassen: Programm" not in page
    assert "Schulbesuch" in page
    assert "Wir wollen reden." in page


def test_the_programme_is_replaced_and_needs_something_in_it():
    founding = FoundingFactory()
    service.plan(founding=founding, items=[("eins", None), ("  ", None), ("zwei", None)], by=BY)
    service.plan(founding=founding, items=[("drei", None)], by=BY)
    assert [part.text for part in founding.programme.all()] == ["drei"]
    with pytest.raises(ValidationError):
        service.plan(founding=founding, items=[(" ", None)], by=BY)


def test_only_local_and_regional_alliances_are_founded_and_somewhere():
    with pytest.raises(ValidationError):
        FoundingFactory(kind="ministry")
    with pytest.raises(ValidationError):
        FoundingFactory(ags="", region=" ")
    assert FoundingFactory(kind="alliance_regional", ags="", region="Hellweg")


def test_an_office_is_chosen_or_named_but_not_both():
    founding = FoundingFactory()
    office = BodyFactory(kind="office", name="Dialogbüro")
    for values in ({}, {"office": office, "new_name": "Büro"}):
        with pytest.raises(ValidationError):
            service.give_office(founding=founding, by=BY, **values)
    assert service.give_office(founding=founding, office=office, by=BY).body == office


# The pages


def test_the_path_is_gone_in_the_browser_and_resumed_where_it_was_left(office):
    begun = office.post(
        reverse("founding-begin"),
        {"kind": "alliance_local", "name": "Allianz Musterdorf", "municipality": "Dormagen"},
    )
    body = Body.objects.get(name="Allianz Musterdorf")
    assert begun.url == reverse("founding", args=[body.code])

    def step(key, **data):
        return office.post(reverse("founding-step", args=[body.code, key]), data)

    refused = step("erklaerung", declared_on="am Dienstag")
    assert refused.status_code == 422
    assert step("erklaerung", declaration="Wir wollen.", declared_on="Anfang 2026").url
    BodyFactory(kind="chamber", name="Kammer Muster")
    step("unterzeichner", signatories="Kammer Muster\n\nGewerkschaft Muster\n")
    held = {one.holder.name if one.holder else one.unnamed for one in body.tenures.all()}
    assert held == {"Kammer Muster", "Gewerkschaft Muster"}
    listed = office.get(reverse("bodies-kept")).content.decode()
    assert "In Gründung" in listed
    step("schirmherrschaft", held_by="person", person_name="Erika Beispiel")
    step("sprecher", held_by="unnamed", unnamed="jährlich wechselnd")
    step("geschaeftsstelle", new_name="Büro Musterdorf")
    due = {f"due_{place}": "" for place in range(8)}
    step("programm", **{f"text_{place}": "" for place in range(8)}, **due)
    assert body.founding.programme.count() == 0
    refused = office.post(reverse("founding-finish", args=[body.code]), follow=True)
    assert "Es fehlt noch: Programm des ersten Jahres." in refused.content.decode()
    office.post(reverse("founding-leave-open", args=[body.code, "programm"]))
    done = office.post(reverse("founding-finish", args=[body.code]), follow=True)
    page = done.content.decode()
    assert "Allianz Musterdorf ist gegründet." in page
    assert "Erika" not in page
    again = office.get(reverse("founding-step", args=[body.code, "programm"]))
    assert again.url == reverse("body-desk", args=[body.code])


def test_too_long_and_ambiguous_signatories_are_refused_in_words(office):
    founding = FoundingFactory()
    for _number in range(2):
        BodyFactory(kind="company", name="Musterwerke")
    address = reverse("founding-step", args=[founding.body.code, "unterzeichner"])
    for typed, said in (("Musterwerke", "Mehrere Stellen"), ("x" * 201, "zu lang")):
        answer = office.post(address, {"signatories": typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_an_unknown_step_is_not_there(office):
    founding = FoundingFactory()
    for name in ("founding-step", "founding-leave-open"):
        address = reverse(name, args=[founding.body.code, "tanzen"])
        answer = office.post(address) if name.endswith("open") else office.get(address)
        assert answer.status_code == 404
    assert office.get(reverse("founding", args=[BodyFactory().code])).status_code == 404
