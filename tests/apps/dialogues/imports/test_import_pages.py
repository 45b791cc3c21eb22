"""Pages of an import: upload, columns, dry run, start, result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dialogwerk.apps.dialogues.models import ContributionImport
from tests.factories import UserFactory

from .making import simple, table

pytestmark = pytest.mark.django_db


def upload(client, place, rows=None):
    file = SimpleUploadedFile("b.csv", table(rows or simple(3)).read(), "text/csv")
    address = reverse("process-imports", args=[place.process.slug])
    return client.post(address, {"format": place.slug, "file": file}, follow=True)


def page(name, one):
    return reverse(name, args=[one.process.slug, one.code])


def answers(one, **more):
    fields = {"id": "id", "title": "title", "text": "text", "url": "url"}
    columns = {f"column-{n}": fields.get(name, "") for n, name in enumerate(one.header)}
    return {"credit": "Stadt", "licence": "cc-by-4.0", **columns, **more}


def test_a_moderator_takes_a_file_in_step_by_step(
    client, place, moderator, django_capture_on_commit_callbacks
):
    client.force_login(moderator)
    response = upload(client, place)
    one = ContributionImport.objects.get()
    assert response.context["form"]["column-0"].initial == "id"
    checked = client.post(page("process-import-columns", one), answers(one), follow=True)
    assert checked.context["one"].summary["new"] == 3
    assert "Bank 1" in checked.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("process-import-start", one))
    done = client.get(page("process-import", one))
    assert done.context["one"].added == 3
    listed = client.get(reverse("process-imports", args=[place.process.slug]))
    assert "b.csv" in listed.content.decode()


def test_a_file_that_cannot_be_read_is_said_at_the_field(client, place, moderator):
    client.force_login(moderator)
    file = SimpleUploadedFile("b.csv", b"%PDF-1.7 nothing", "text/csv")
    address = reverse("process-imports", args=[place.process.slug])
    response = client.post(address, {"format": place.slug, "file": file})
    assert response.status_code == 422
    assert "b.csv" in str(response.context["form"].errors["file"])


def test_two_columns_cannot_be_one_field(client, place, moderator):
    client.force_login(moderator)
    upload(client, place)
    one = ContributionImport.objects.get()
    response = client.post(
        page("process-import-columns", one), answers(one, **{"column-1": "text"})
    )
    assert response.status_code == 422
    assert "column-2" in response.context["form"].errors


def test_without_text_and_title_nothing_goes_on(client, place, moderator):
    client.force_login(moderator)
    upload(client, place)
    one = ContributionImport.objects.get()
    wrong = answers(one, **{"column-1": "", "column-2": ""})
    assert client.post(page("process-import-columns", one), wrong).status_code == 422


def test_what_is_wrong_in_rows_is_shown_and_downloaded(client, place, moderator):
    client.force_login(moderator)
    rows = simple(2, datum="x")
    upload(client, place, rows)
    one = ContributionImport.objects.get()
    last = {f"column-{len(one.header) - 1}": "date"}
    response = client.post(page("process-import-columns", one), answers(one, **last), follow=True)
    assert response.context["one"].summary["refused"] == 2
    table_of_findings = client.get(page("process-import-findings", one)).content.decode("utf-8-sig")
    assert table_of_findings.count("\r\n") == 3


def test_the_layout_can_be_corrected(client, place, moderator):
    client.force_login(moderator)
    upload(client, place)
    one = ContributionImport.objects.get()
    client.post(page("process-import-source", one), {"source": "adhocracy"})
    one.refresh_from_db()
    assert one.source == "adhocracy"


def test_discarding_is_asked_for_once_more(client, place, moderator):
    client.force_login(moderator)
    upload(client, place)
    one = ContributionImport.objects.get()
    assert client.get(page("process-import-discard", one)).status_code == 200
    client.post(page("process-import-discard", one))
    assert not ContributionImport.objects.exists()


def test_nobody_else_imports_anything(client, place):
    address = reverse("process-imports", args=[place.process.slug])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403
