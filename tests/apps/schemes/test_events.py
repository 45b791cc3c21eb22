"""What happened is recorded with its proof, and withdrawn with a reason, never changed."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import ProcedureEvent
from dialogwerk.apps.schemes.services import open_round, record_event, withdraw_event
from dialogwerk.apps.schemes.services.proofs import Proof
from dialogwerk.cores.deadlines import DeadlineError
from tests.factories import ProcedureFactory, TeamMemberFactory, UserFactory

from .test_public_pages import pdf

pytestmark = pytest.mark.django_db
START, HEARING = date(2026, 3, 2), date(2026, 6, 10)
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture
def opened(procedure, staff):
    return open_round(procedure=procedure, display_start=START, by=staff.actor)


def written():
    return [(one.action, one.payload) for one in JournalEntry.objects.order_by("pk")]


def actions():
    return [action for action, _payload in written()]


def page(procedure):
    return reverse("event-new", args=[procedure.slug])


def fields(**changed):
    return {"event": "hearing", "day": "2026-06-10", "proof": "none", **changed}


def stored_files():
    return default_storage.listdir("proofs")[0] if default_storage.exists("proofs") else []


# Recording


def test_an_event_moves_the_calendar_and_stands_in_the_journal(procedure, opened, staff):
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff)
    hearing = procedure.steps.standing().get(step="hearing")
    assert hearing.last_day == HEARING
    assert hearing.recorded
    assert procedure.steps.standing().filter(step="hearing_notice").exists()
    assert (event.round, event.by) == (None, staff)
    assert actions()[0] == "round.opened"
    assert actions()[-1] == "event.recorded"
    assert written()[-1][1] == {
        "event": "hearing",
        "day": "2026-06-10",
        "round": None,
        "proof": "none",
        "sha256": "",
    }


def test_the_proof_is_kept_as_it_came(procedure, opened, staff):
    content = pdf().read()
    proof = Proof(
        kind="gazette",
        text="Amtsblatt 12/2026, Seite 80",
        url="https://amtsblatt.example/12",
        file=SimpleUploadedFile("Amtsblatt Nr. 12.pdf", content),
    )
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff, proof=proof)
    event.refresh_from_db()
    assert event.proof_sha256 == hashlib.sha256(content).hexdigest()
    assert event.proof_file.read() == content
    assert event.proof_file.name.endswith(".pdf")
    assert (event.proof, event.proof_text) == ("gazette", "Amtsblatt 12/2026, Seite 80")
    assert written()[-1][1]["sha256"] == event.proof_sha256


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-broken", b"GIF89a"])
def test_what_proves_nothing_is_refused_and_nothing_is_recorded(procedure, opened, staff, content):
    proof = Proof(kind="letter", file=SimpleUploadedFile("beleg.pdf", content))
    before = actions()
    with pytest.raises(ValidationError):
        record_event(procedure=procedure, name="hearing", day=HEARING, by=staff, proof=proof)
    assert not ProcedureEvent.objects.filter(name="hearing").exists()
    assert actions() == before


def test_a_file_beyond_the_limit_is_refused(procedure, opened, staff, settings):
    settings.UPLOAD_MAX_FILE_BYTES = 10
    proof = Proof(kind="website", file=SimpleUploadedFile("seite.png", PNG))
    with pytest.raises(ValidationError, match="10"):
        record_event(procedure=procedure, name="hearing", day=HEARING, by=staff, proof=proof)


def test_an_unlawful_day_leaves_nothing_behind(procedure, opened, staff):
    before, files = actions(), stored_files()
    steps = list(procedure.steps.order_by("pk").values())
    proof = Proof(kind="website", file=SimpleUploadedFile("seite.png", PNG))
    with pytest.raises(DeadlineError):
        record_event(
            procedure=procedure,
            name="objections_end",
            day=date(2026, 4, 10),
            round=opened,
            by=staff,
            proof=proof,
        )
    assert not ProcedureEvent.objects.filter(name="objections_end").exists()
    assert list(procedure.steps.order_by("pk").values()) == steps
    assert (actions(), stored_files()) == (before, files)


def test_an_event_happens_once(procedure, opened, staff):
    record_event(procedure=procedure, name="hearing", day=HEARING, by=staff)
    with pytest.raises(ValidationError, match=r"10\.06\.2026"):
        record_event(procedure=procedure, name="hearing", day=date(2026, 6, 11), by=staff)


def test_an_event_of_a_round_needs_a_round_of_this_procedure(procedure, staff):
    foreign = open_round(procedure=ProcedureFactory(), display_start=START, by=staff.actor)
    for its_round in (None, foreign):
        with pytest.raises(ValidationError):
            record_event(
                procedure=procedure, name="published", day=START, round=its_round, by=staff
            )


def test_an_event_of_the_procedure_belongs_to_no_round(procedure, opened, staff):
    event = record_event(procedure=procedure, name="hearing", day=HEARING, round=opened, by=staff)
    assert event.round is None


def test_an_event_of_another_type_is_refused(procedure, opened, staff):
    with pytest.raises(DeadlineError):
        record_event(procedure=procedure, name="lodged", day=HEARING, by=staff)


def test_a_longer_announced_period_binds_the_round(procedure, opened, staff):
    end = date(2026, 5, 29)
    record_event(procedure=procedure, name="objections_end", day=end, round=opened, by=staff)
    opened.refresh_from_db()
    assert opened.objections_until == end


# Withdrawing


def test_a_withdrawn_event_stays_in_the_record_and_counts_no_more(procedure, opened, staff):
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff)
    computed = procedure.steps.get(step="hearing").computed_last_day
    withdraw_event(event=event, by=staff, because="Der Termin ist verlegt.")
    event.refresh_from_db()
    assert (event.day, event.withdrawn_by) == (HEARING, staff)
    assert event.withdrawn_because == "Der Termin ist verlegt."
    hearing = procedure.steps.standing().get(step="hearing")
    assert not hearing.recorded
    assert hearing.last_day == computed != HEARING
    assert actions()[-1] == "event.withdrawn"


def test_the_right_day_is_recorded_with_the_same_proof(procedure, opened, staff):
    start = opened.events.get(name="display_start")
    right = date(2026, 3, 9)
    renewed = withdraw_event(event=start, by=staff, because="Zahlendreher", instead=right)
    opened.refresh_from_db()
    assert (renewed.day, renewed.round, renewed.proof) == (right, opened, start.proof)
    assert opened.display_start == right
    assert opened.objections_until > date(2026, 4, 15)
    assert actions()[-3:] == ["calendar.changed", "event.withdrawn", "event.recorded"]


@pytest.mark.parametrize(
    ("because", "instead"), [(" ", date(2026, 3, 9)), ("Irrtum", None), ("Irrtum", START)]
)
def test_a_round_does_not_lose_its_first_day(procedure, opened, staff, because, instead):
    start = opened.events.get(name="display_start")
    with pytest.raises(ValidationError):
        withdraw_event(event=start, by=staff, because=because, instead=instead)
    start.refresh_from_db()
    assert start.withdrawn_at is None


def test_nothing_is_withdrawn_twice(procedure, opened, staff):
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff)
    withdraw_event(event=event, by=staff, because="Irrtum")
    with pytest.raises(ValidationError):
        withdraw_event(event=event, by=staff, because="Irrtum")


# Pages


def test_one_sees_what_follows_before_anything_is_stored(client, procedure, opened, staff):
    response = client.post(page(procedure), fields(compute="1"))
    moved = {one.step: (one.before, one.after) for one in response.context["moved"]}
    assert moved["hearing"][1] == HEARING
    assert not ProcedureEvent.objects.filter(name="hearing").exists()
    response = client.post(page(procedure), fields(record="1"))
    assert response.url == reverse("calendar", args=[procedure.slug])
    assert ProcedureEvent.objects.get(name="hearing").day == HEARING


def test_the_form_groups_events_by_round_and_says_which_are_recorded(
    client, procedure, opened, staff
):
    groups = dict(client.get(page(procedure)).context["form"].fields["event"].choices[1:])
    of_round = dict(groups[opened.title])
    assert f"display_end:{opened.pk}" in of_round
    assert "02.03.2026" in of_round[f"display_start:{opened.pk}"]
    of_procedure = [value for name, group in groups.items() for value, _label in group]
    assert "hearing" in of_procedure


def test_a_link_names_the_event_beforehand(client, procedure, opened, staff):
    asked = client.get(page(procedure), {"name": "display_end", "round": opened.pk})
    assert asked.context["form"]["event"].value() == f"display_end:{opened.pk}"


def test_errors_of_the_core_reach_the_form_as_sentences(client, procedure, opened, staff):
    short = fields(event=f"objections_end:{opened.pk}", day="2026-04-10")
    for button in ("compute", "record"):
        response = client.post(page(procedure), {**short, button: "1"})
        assert response.status_code == 422
        assert "15.04.2026" in response.context["form"].errors["day"][0]
    response = client.post(page(procedure), fields(day="2026-02-30"))
    assert response.context["form"].errors["day"]


def test_errors_about_a_file_stand_at_the_file(client, procedure, opened, staff):
    file = SimpleUploadedFile("beleg.pdf", b"<html>")
    response = client.post(page(procedure), fields(proof="letter", file=file))
    assert "file" in response.context["form"].errors


def test_a_proof_needs_its_kind(client, procedure, opened, staff):
    response = client.post(page(procedure), fields(proof_text="Amtsblatt 12"))
    assert "proof" in response.context["form"].errors


def test_without_a_round_the_page_leads_to_one(client, procedure, staff):
    assert reverse("round-new", args=[procedure.slug]) in client.get(page(procedure)).text


def test_withdrawing_shows_what_follows_and_asks_for_the_right_day(
    client, procedure, opened, staff
):
    start = opened.events.get(name="display_start")
    address = reverse("event-withdraw", args=[procedure.slug, start.pk])
    missing = client.post(address, {"because": "Irrtum"})
    assert "instead" in missing.context["form"].errors
    right = {"because": "Irrtum", "instead": "2026-03-09"}
    shown = client.post(address, {**right, "compute": "1"})
    assert "objections" in [one.step for one in shown.context["moved"]]
    client.post(address, right)
    opened.refresh_from_db()
    assert opened.display_start == date(2026, 3, 9)
    assert client.get(address).status_code == 404


def test_the_file_of_a_proof_is_sent_to_be_saved(client, procedure, opened, staff):
    proof = Proof(kind="website", file=SimpleUploadedFile("seite.png", PNG))
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff, proof=proof)
    response = client.get(reverse("proof", args=[procedure.slug, event.pk]))
    assert b"".join(response.streaming_content) == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    without = opened.events.get(name="display_start")
    assert client.get(reverse("proof", args=[procedure.slug, without.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [
        (Role.LAWYER, True, True),
        (Role.OFFICE, True, True),
        (Role.EXPERT, True, False),
        (Role.DEVELOPER, False, False),
    ],
)
def test_who_reads_and_who_keeps_the_calendar(client, procedure, opened, staff, role, reads, keeps):
    proof = Proof(kind="website", file=SimpleUploadedFile("seite.png", PNG))
    event = record_event(procedure=procedure, name="hearing", day=HEARING, by=staff, proof=proof)
    user = UserFactory(roles=[role])
    TeamMemberFactory(scheme=procedure.scheme, user=user, role=role)
    client.force_login(user)
    file = client.get(reverse("proof", args=[procedure.slug, event.pk]))
    assert (file.status_code == 200) == reads
    assert not reads or b"".join(file.streaming_content) == PNG
    assert (client.get(page(procedure)).status_code == 200) == keeps
