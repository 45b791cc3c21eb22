"""Public notices: drafted with every hint, blocked while one is missing, published once."""

import html
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Notice, NoticeWaiver, Procedure, ProcedureEvent
from dialogwerk.apps.schemes.services import notices as service
from dialogwerk.apps.schemes.services import open_round
from dialogwerk.cores.deadlines import DeadlineError
from tests.factories import ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db
TOLD = {
    "place": "der Stadt Musterhausen",
    "places": "Rathaus Musterhausen, Rathausplatz 1, Zimmer 12, Mo–Fr 8–16 Uhr",
    "website": "https://beteiligung.example/hohe-heide/",
    "bodies": "der Stadt Musterhausen, Rathausplatz 1, 99999 Musterhausen",
    "electronic": "einwendungen@musterhausen.example",
    "documents": "UVP-Bericht vom 02.02.2026",
    "environmental": "Schall, Boden, Wasser, Arten",
    "contact": "0999 12345",
}


@pytest.fixture
def drafted(procedure, staff):
    start = timezone.localdate() + timedelta(days=10)
    open_round(procedure=procedure, display_start=start, by=staff.actor)
    procedure.refresh_from_db()
    return service.draft_notice(procedure=procedure, kind="display", told=TOLD, by=staff)


def codes(notice):
    return [(one.finding.code, one.finding.subject) for one in service.checked(notice)]


def blocking(notice):
    return [one for one in service.checked(notice) if one.blocks]


def without_paragraph(notice, words):
    kept = [part for part in notice.text.split("\n\n") if words not in part]
    assert len(kept) < len(notice.text.split("\n\n"))
    return "\n\n".join(kept)


def test_a_draft_has_all_days_of_the_calendar_and_passes_its_check(drafted, procedure):
    one = procedure.rounds.get()
    for day in (one.display_start, one.display_end, one.objections_until):
        assert f"{day:%d.%m.%Y}" in drafted.text
    assert procedure.authority.name in drafted.text
    assert not blocking(drafted)


def test_what_is_missing_is_named_at_once(procedure, staff):
    start = timezone.localdate() + timedelta(days=10)
    open_round(procedure=procedure, display_start=start, by=staff.actor)
    with pytest.raises(DeadlineError) as caught:
        service.draft_notice(procedure=procedure, kind="display", told={}, by=staff)
    assert "Orte der Auslegung" in caught.value.sentence("de")
    assert not Notice.objects.exists()


def test_a_missing_hint_blocks_publication_until_it_is_inserted(drafted, staff):
    text = without_paragraph(drafted, "ausgeschlossen")
    changed = service.edit_notice(notice=drafted, title=drafted.title, text=text, by=staff)
    missing = [one for one in blocking(changed) if one.hint]
    assert missing
    with pytest.raises(ValidationError, match=r"keeps? this notice|hinder(n|t)"):
        service.publish_notice(notice=changed, on=timezone.localdate(), by=staff)
    assert Notice.objects.get().published_at is None
    for one in missing:
        sentence = service.missing_sentence(changed, one.hint)
        changed = service.edit_notice(
            notice=changed,
            title=changed.title,
            text=service.with_sentence(changed.text, sentence),
            by=staff,
        )
    assert not blocking(changed)
    published = service.publish_notice(notice=changed, on=timezone.localdate(), by=staff)
    assert published.is_published


def test_publication_is_an_event_with_the_page_as_proof(drafted, staff, procedure):
    service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
    event = ProcedureEvent.objects.get(name="published")
    assert event.day == timezone.localdate()
    assert event.proof == ProcedureEvent.Proof.WEBSITE
    assert event.proof_url.endswith(drafted.get_absolute_url())
    assert event.round == procedure.rounds.get()
    entry = JournalEntry.objects.get(action="notice.published")
    assert entry.payload["sha256"]


def test_the_announced_ends_are_on_record_so_that_nothing_shortens_them(drafted, staff, procedure):
    before = procedure.rounds.get()
    service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
    days = dict(ProcedureEvent.objects.standing().values_list("name", "day"))
    assert days["display_end"] == before.display_end
    assert days["objections_end"] == before.objections_until
    after = procedure.rounds.get()
    assert (after.display_end, after.accept_until) == (before.display_end, before.accept_until)


def test_a_notice_that_comes_too_late_is_not_published(procedure, staff):
    open_round(procedure=procedure, display_start=timezone.localdate(), by=staff.actor)
    procedure.refresh_from_db()
    notice = service.draft_notice(procedure=procedure, kind="display", told=TOLD, by=staff)
    with pytest.raises((DeadlineError, ValidationError)):
        service.publish_notice(notice=notice, on=timezone.localdate(), by=staff)
    assert Notice.objects.get().published_at is None
    assert not ProcedureEvent.objects.filter(name="published").exists()


def test_a_published_notice_never_changes(drafted, staff):
    published = service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
    with pytest.raises(ValidationError):
        service.edit_notice(notice=published, title="Neu", text="Neu", by=staff)
    with pytest.raises(ValidationError):
        service.publish_notice(notice=published, on=timezone.localdate(), by=staff)
    assert Notice.objects.get().text == drafted.text


def test_tomorrow_is_no_day_to_have_published_on(drafted, staff):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        service.publish_notice(notice=drafted, on=tomorrow, by=staff)


def test_a_correction_replaces_the_published_one(drafted, staff):
    published = service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
    correction = service.correct_notice(notice=published, by=staff)
    assert (correction.replaces, correction.text) == (published, published.text)
    with pytest.raises(ValidationError):
        service.correct_notice(notice=published, by=staff)


def test_legal_counsel_lets_a_finding_stand_with_a_reason(drafted, staff, procedure):
    lawyer = UserFactory(roles=[Role.LAWYER], on_team=procedure)
    text = without_paragraph(drafted, "ausgeschlossen")
    changed = service.edit_notice(notice=drafted, title=drafted.title, text=text, by=staff)
    for one in blocking(changed):
        with pytest.raises(ValidationError):
            service.waive_finding(notice=changed, finding=one.key, reason=" ", by=lawyer)
        service.waive_finding(
            notice=changed, finding=one.key, reason="Steht im Beiblatt.", by=lawyer
        )
    assert NoticeWaiver.objects.exists()
    assert JournalEntry.objects.filter(action="notice.finding_waived").exists()
    assert service.publish_notice(notice=changed, on=timezone.localdate(), by=staff).is_published


def test_a_printed_day_that_differs_from_the_calendar_blocks(drafted, staff, procedure):
    end = procedure.rounds.get().objections_until
    wrong = drafted.text.replace(f"{end:%d.%m.%Y}", f"{end - timedelta(days=7):%d.%m.%Y}")
    changed = service.edit_notice(notice=drafted, title=drafted.title, text=wrong, by=staff)
    assert any("objections_end" in subject for _code, subject in codes(changed))
    assert blocking(changed)


@pytest.mark.usefixtures("staff")
class TestPages:
    def test_the_overview_lists_every_kind_and_what_exists(self, client, procedure, drafted):
        page = client.get(reverse("notices", args=[procedure.slug])).content.decode()
        assert drafted.title in page
        assert reverse("notice-new", args=[procedure.slug, "hearing"]) in page

    def test_the_form_asks_only_for_what_the_kind_needs(self, client, procedure, drafted):
        address = reverse("notice-new", args=[procedure.slug, "display"])
        form = client.get(address).context["form"]
        assert "places" in form.fields
        assert "hearing_time" not in form.fields
        assert form.initial["places"] == TOLD["places"]

    def test_a_draft_is_made_from_the_form(self, client, procedure, drafted):
        address = reverse("notice-new", args=[procedure.slug, "display"])
        today = timezone.localdate().isoformat()
        answer = client.post(address, {**TOLD, "publish_on": today})
        made = Notice.objects.exclude(pk=drafted.pk).get()
        assert answer.url == reverse("notice", args=[procedure.slug, made.pk])

    def test_an_unknown_kind_has_no_page(self, client, procedure):
        assert client.get(reverse("notice-new", args=[procedure.slug, "nix"])).status_code == 404

    def test_a_blocked_notice_is_mended_with_one_button(self, client, procedure, drafted):
        text = without_paragraph(drafted, "ausgeschlossen")
        address = reverse("notice", args=[procedure.slug, drafted.pk])
        client.post(address, {"title": drafted.title, "text": text})
        page = client.get(address)
        assert page.context["blocked"]
        publish = reverse("notice-publish", args=[procedure.slug, drafted.pk])
        client.post(publish, {"on": timezone.localdate().isoformat()})
        assert not Notice.objects.get().is_published
        while missing := [one for one in page.context["findings"] if one.blocks and one.hint]:
            fields = {"title": drafted.title, "text": Notice.objects.get().text}
            client.post(address, {**fields, "insert": missing[0].hint})
            page = client.get(address)
        assert not page.context["blocked"]
        client.post(publish, {"on": timezone.localdate().isoformat()})
        assert Notice.objects.get().is_published
        assert client.get(address).status_code == 200

    def test_a_sentence_goes_before_the_signature_whatever_line_ends_the_browser_sends(
        self, client, procedure, drafted
    ):
        *_body, signature = drafted.text.split("\n\n")
        text = without_paragraph(drafted, "ausgeschlossen").replace("\n", "\r\n")
        address = reverse("notice", args=[procedure.slug, drafted.pk])
        client.post(address, {"title": drafted.title, "text": text})
        missing = [one for one in blocking(Notice.objects.get()) if one.hint]
        client.post(address, {"title": drafted.title, "text": text, "insert": missing[0].hint})
        mended = Notice.objects.get().text
        assert "\r" not in mended
        assert mended.endswith(signature)

    def test_only_legal_counsel_lets_a_finding_stand(self, client, procedure, drafted, staff):
        text = without_paragraph(drafted, "ausgeschlossen")
        service.edit_notice(notice=drafted, title=drafted.title, text=text, by=staff)
        key = blocking(Notice.objects.get())[0].key
        address = reverse("notice-waive", args=[procedure.slug, drafted.pk])
        assert client.get(address, {"finding": key}).status_code == 403
        client.force_login(UserFactory(roles=[Role.LAWYER], on_team=procedure))
        assert client.get(address, {"finding": key}).status_code == 200
        assert client.post(address, {"finding": key, "reason": ""}).status_code == 422
        client.post(address, {"finding": key, "reason": "Steht im Beiblatt."})
        assert NoticeWaiver.objects.get().finding == key

    def test_a_text_from_elsewhere_is_checked_and_kept(self, client, procedure, drafted):
        address = reverse("notice-check", args=[procedure.slug])
        fields = {"kind": "display", "publish_on": timezone.localdate().isoformat()}
        nothing = client.post(address, fields)
        assert nothing.status_code == 422
        found = client.post(address, {**fields, "text": "Der Plan liegt aus am 30.02.2027."})
        assert found.context["blocked"]
        assert any(part.number for part in found.context["parts"])
        assert any(one.hint for one in found.context["findings"])
        assert b'name="insert"' not in found.content
        kept = client.post(address, {**fields, "text": "Der Plan liegt aus.", "keep": "1"})
        made = Notice.objects.exclude(pk=drafted.pk).get()
        assert kept.url == reverse("notice", args=[procedure.slug, made.pk])

    @pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
    def test_files_are_made_and_read_back_by_the_check(
        self, client, procedure, drafted, ending, start
    ):
        file = client.get(reverse("notice-file", args=[procedure.slug, drafted.pk, ending]))
        assert file.content.startswith(start)
        upload = SimpleUploadedFile(f"notice.{ending}", file.content)
        fields = {"kind": "display", "publish_on": timezone.localdate().isoformat()}
        address = reverse("notice-check", args=[procedure.slug])
        found = client.post(address, {**fields, "file": upload})
        assert not found.context["blocked"], [
            one.finding.text.de for one in found.context["findings"]
        ]

    def test_another_ending_is_no_file(self, client, procedure, drafted):
        address = reverse("notice-file", args=[procedure.slug, drafted.pk, "exe"])
        assert client.get(address).status_code == 404

    def test_everyone_reads_what_is_published_and_only_that(
        self, client, procedure, drafted, staff
    ):
        client.logout()
        address = reverse("public-notice", args=[procedure.slug, drafted.pk])
        assert client.get(address).status_code == 404
        service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
        page = client.get(address).content.decode()
        assert drafted.title in page
        pdf = client.get(reverse("public-notice-file", args=[procedure.slug, drafted.pk, "pdf"]))
        assert pdf.content.startswith(b"%PDF-")

    def test_the_page_of_the_procedure_names_what_holds(self, client, procedure, drafted, staff):
        address = procedure.get_absolute_url()
        assert not client.get(address).context["notices"]
        service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
        assert drafted.get_absolute_url() in client.get(address).content.decode()
        correction = service.correct_notice(notice=Notice.objects.get(), by=staff)
        assert [one.pk for one in client.get(address).context["notices"]] == [drafted.pk]
        service.publish_notice(notice=correction, on=timezone.localdate(), by=staff)
        assert [one.pk for one in client.get(address).context["notices"]] == [correction.pk]
        newer = client.get(correction.get_absolute_url()).content.decode()
        assert drafted.get_absolute_url() in newer

    @pytest.mark.parametrize("kind", Procedure.Kind.values)
    def test_every_type_says_what_it_is_for(self, client, kind):
        page = client.get(ProcedureFactory(kind=kind).get_absolute_url())
        assert len(page.context["about"]) > 50
        assert page.context["about"] in html.unescape(page.content.decode())

    def test_what_is_due_stands_first_with_its_next_step(self, client, procedure, staff):
        client.force_login(staff)
        address = reverse("notices", args=[procedure.slug])
        assert client.get(address).context["due"] == []
        start = timezone.localdate() + timedelta(days=10)
        open_round(procedure=procedure, display_start=start, by=staff.actor)
        (row,) = client.get(address).context["due"]
        assert (row.id, row.is_over, row.event) == ("display", False, "published")
        assert row.step.last_day < start
        drafted = service.draft_notice(
            procedure=Procedure.objects.get(), kind="display", told=TOLD, by=staff
        )
        (row,) = client.get(address).context["due"]
        assert row.draft == drafted
        service.publish_notice(notice=drafted, on=timezone.localdate(), by=staff)
        assert client.get(address).context["due"] == []

    def test_what_should_have_appeared_asks_for_its_day(self, client, procedure, staff):
        open_round(procedure=procedure, display_start=timezone.localdate(), by=staff.actor)
        client.force_login(staff)
        page = client.get(reverse("notices", args=[procedure.slug]))
        (row,) = page.context["due"]
        assert row.is_over
        recorded = f"?name=published&amp;round={procedure.rounds.get().pk}"
        assert reverse("event-new", args=[procedure.slug]) + recorded in page.content.decode()

    def test_a_procedure_without_public_has_no_notices(self, client):
        inquiry = ProcedureFactory(kind="kleine_anfrage")
        client.force_login(UserFactory(roles=[Role.CASE_WORKER], on_team=inquiry))
        page = client.get(reverse("notices", args=[inquiry.slug]))
        assert page.context["due"] == page.context["others"] == []
