"""The results report: gaps are said, published versions are frozen, all files say the same."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.dialogues import hooks
from dialogwerk.apps.dialogues.errors import Unchanged
from dialogwerk.apps.dialogues.models import ReportVersion, State, TargetGroup
from dialogwerk.apps.dialogues.services import report as service
from tests.documents.pdf_gate import check_pdf, plain_text
from tests.factories import UserFactory
from tests.factories.dialogues import (
    ContributionFactory,
    OutcomeFactory,
    PhaseFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def chapter(process, key):
    snapshot = service.draft(process, NOW)
    return next(one for one in snapshot["chapters"] if one["key"] == key)


def publish(process, by):
    return service.publish_report(process=process, by=by, now=NOW)


def test_groups_of_which_nobody_knows_stand_as_gaps(process):
    TargetGroupFactory(process=process, title="Jugendliche")
    TargetGroupFactory(process=process, title="Pendler", reached="unknown", how_known="")
    TargetGroupFactory(process=process, title="Ältere", reached="no", source="")
    found = chapter(process, "groups")
    assert len(found["tables"][0]["rows"]) == 3
    gaps = " ".join(found["gaps"])
    assert "Pendler" in gaps
    assert gaps.count("Ältere") == 2
    assert "Jugendliche" not in gaps


def test_an_audience_that_nobody_recorded_is_a_gap(process):
    phase = PhaseFactory(process=process, audience="Menschen in den Randorten")
    assert any("Randorten" in gap for gap in chapter(process, "groups")["gaps"])
    TargetGroupFactory(process=process).phases.add(phase)
    assert not any("Randorten" in gap for gap in chapter(process, "groups")["gaps"])


def test_it_says_what_is_open_in_the_course(process):
    past = timezone.localdate() - timedelta(days=60)
    PhaseFactory(process=process, title="Sammeln", first_day=past)
    waived = PhaseFactory(process=process, title="Ordnen", first_day=past)
    waived.gate_waived_because = "Der Rat tagte früher."
    waived.save()
    gaps = chapter(process, "course")["gaps"]
    assert any("Sammeln" in gap for gap in gaps)
    assert any("Der Rat tagte früher." in gap for gap in gaps)


def test_every_public_contribution_stands_in_it_with_its_answer(process, place):
    answered = ContributionFactory(format=place, title="Bänke")
    OutcomeFactory(contribution=answered, number=1, reason="Erst nicht.", kind="refused")
    OutcomeFactory(contribution=answered, number=2, reason="Zwölf Bänke.")
    ContributionFactory(format=place, title="Brunnen")
    ContributionFactory(format=place, title="Geheim", state=State.HELD)
    table = chapter(process, "answers")["tables"][0]
    assert [row[0] for row in table["rows"]] == ["Bänke", "Brunnen"]
    assert table["rows"][0][3] == "Zwölf Bänke."
    assert table["ids"][0] == answered.code


def test_blacked_out_words_stay_out(process, place):
    ContributionFactory(
        format=place,
        title="Herr Muster lärmt",
        hidden=[{"field": "title", "start": 0, "end": 11}],
        redacted_title="█ lärmt",
        redacted_text="Auf dem Marktplatz fehlen Bäume.",
    )
    assert "Muster lärmt" not in json.dumps(service.draft(process, NOW), ensure_ascii=False)


def test_what_others_say_stands_in_it(process, monkeypatch):
    said = hooks.Chapter(
        key="own",
        title="Eigenes",
        tables=[hooks.Table("Tabelle", ["a", "b"], [["x", None], [True, 2.5]])],
    )
    monkeypatch.setattr(hooks, "_chapters", [lambda _process: [said]])
    (found,) = service.draft(process, NOW)["chapters"]
    assert found["tables"][0]["rows"] == [["x", "–"], ["ja", 2.5]]


def test_a_published_version_is_frozen_with_its_checksum_in_the_journal(process, place, lead):
    one = ContributionFactory(format=place, title="Bänke")
    version = publish(process, lead)
    one.title = "Anders"
    one.save()
    version.refresh_from_db()
    assert "Bänke" in json.dumps(version.snapshot, ensure_ascii=False)
    assert version.sha256 == service.checksum(version.snapshot)
    entry = JournalEntry.objects.get(action="report.published")
    assert entry.payload["sha256"] == version.sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportVersion.objects.update(sha256="0" * 64)


def test_the_same_again_is_no_new_version(process, place, lead):
    assert publish(process, lead).number == 1
    with pytest.raises(Unchanged):
        publish(process, lead)
    ContributionFactory(format=place)
    assert publish(process, lead).number == 2


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "zip", "json"])
def test_every_file_is_made_from_the_version(client, process, place, lead, ending):
    ContributionFactory(format=place, title="Bänke am Brunnen")
    version = publish(process, lead)
    ContributionFactory(format=place, title="Später gesagt")
    address = reverse("report-file", args=[process.slug, 1, ending])
    response = client.get(address)
    assert response.headers["Content-Type"] == service.MEDIA_TYPES[ending]
    content = response.content
    assert client.get(address).content == content
    if ending == "pdf":
        assert check_pdf(content) == ()
        assert "Bänke am Brunnen" in plain_text(content)
        assert version.sha256[:16] in plain_text(content).replace(" ", "")
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert "answers-1.csv" in archive.namelist()
            assert service.checksum(json.loads(archive.read("report.json"))) == version.sha256
    if ending == "json":
        assert service.checksum(json.loads(content)) == version.sha256
        assert "Später gesagt" not in content.decode()


def test_everyone_reads_published_results_and_nobody_the_draft(client, process, place, lead):
    ContributionFactory(format=place, title="Bänke")
    assert client.get(reverse("report", args=[process.slug])).status_code == 404
    publish(process, lead)
    page = client.get(reverse("report", args=[process.slug])).content.decode()
    assert "Bänke" in page
    assert client.get(reverse("process-report", args=[process.slug])).status_code == 302
    shown = client.get(process.get_absolute_url()).content.decode()
    assert reverse("report", args=[process.slug]) in shown


def test_results_of_a_hidden_process_are_hidden(client, process, lead):
    publish(process, lead)
    process.is_public = False
    process.save()
    for address in (
        reverse("report", args=[process.slug]),
        reverse("report-file", args=[process.slug, 1, "pdf"]),
    ):
        assert client.get(address).status_code == 404


def test_long_tables_are_cut_on_the_page_and_whole_in_the_files(client, process, place, lead):
    ContributionFactory.create_batch(60, format=place)
    publish(process, lead)
    address = reverse("report", args=[process.slug])
    assert client.get(address).content.decode().count("Mehr Schatten") == 50
    assert client.get(f"{address}?alles=1").content.decode().count("Mehr Schatten") == 60


def test_an_older_version_says_that_there_is_a_newer_one(client, process, place, lead):
    publish(process, lead)
    ContributionFactory(format=place)
    publish(process, lead)
    old = client.get(reverse("report-version", args=[process.slug, 1]))
    assert old.context["is_newest"] is False
    assert client.get(reverse("report-version", args=[process.slug, 3])).status_code == 404


def test_the_team_writes_the_summary_and_publishes(client, process, lead, moderator):
    client.force_login(lead)
    address = reverse("process-report", args=[process.slug])
    client.post(address, {"summary": "Bänke kommen."})
    client.post(reverse("process-report-publish", args=[process.slug]))
    assert process.reports.get().snapshot["summary"] == "Bänke kommen."
    again = client.post(reverse("process-report-publish", args=[process.slug]), follow=True)
    assert process.reports.count() == 1
    assert again.status_code == 200
    client.force_login(moderator)
    assert client.get(address).status_code == 200
    assert client.post(address, {"summary": "x"}).status_code == 403
    assert client.get(reverse("process-report-draft", args=[process.slug])).status_code == 200
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403


def test_a_group_is_said_changed_and_removed(client, process, lead):
    client.force_login(lead)
    phase = PhaseFactory(process=process)
    new = reverse("target-group-new", args=[process.slug])
    answers = {"title": "Jugendliche", "reached": "partly", "position": "1", "phases": [phase.pk]}
    assert client.post(new, answers).status_code == 422
    client.post(new, {**answers, "how_known": "Gezählt."})
    group = TargetGroup.objects.get()
    assert list(group.phases.all()) == [phase]
    assert client.post(new, {**answers, "how_known": "x"}).status_code == 422
    address = reverse("target-group", args=[process.slug, group.pk])
    client.post(address, {**answers, "reached": "unknown", "how_known": ""})
    group.refresh_from_db()
    assert group.reached == "unknown"
    client.post(reverse("target-group-remove", args=[process.slug, group.pk]))
    assert not TargetGroup.objects.exists()


def test_the_workbench_asks_as_often_for_many_as_for_few(
    client, process, place, lead, django_assert_max_num_queries
):
    client.force_login(lead)
    ContributionFactory.create_batch(30, format=place)
    TargetGroupFactory.create_batch(10, process=process)
    with django_assert_max_num_queries(60):
        client.get(reverse("process-report", args=[process.slug]))
