"""From files of every kind to letters with receipts; nothing lost, nothing twice."""

from datetime import UTC, datetime

import pytest

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.intake.errors import NotPossibleNow
from dialogwerk.apps.intake.models import Item
from dialogwerk.apps.intake.services import deliveries, portions
from dialogwerk.apps.intake.services.walking import walk_of
from dialogwerk.apps.people.models import Identity
from dialogwerk.apps.statements.models import Statement
from tests.cores.incoming import making

pytestmark = pytest.mark.django_db

STAMP = datetime(2026, 3, 2, 9, 11, 12, tzinfo=UTC)
GIVEN = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def states(delivery):
    return [(one.name, one.state, one.reason) for one in delivery.items.order_by("pk")]


def test_a_mail_becomes_a_letter_whose_original_is_the_mail(hand_over):
    raw = making.mail()
    item = hand_over(("brief.eml", raw)).items.get()
    letter = item.statement
    assert bytes(letter.original.body) == raw
    assert letter.original.media_type == "message/rfc822"
    assert (letter.channel, letter.title) == ("email", "Einwendung")
    assert (letter.received_at, item.basis) == (STAMP, "received")
    identity = Identity.objects.get()
    assert (identity.name, identity.email) == ("Ina Beispiel", "ina@beispiel.example")
    assert letter.email_given


def test_only_the_stamp_of_an_own_server_counts_where_these_are_named(hand_over, settings):
    settings.INTAKE_MAIL_HOSTS = ["eingang.behoerde.example"]
    item = hand_over(("brief.eml", making.mail()), received_at=GIVEN).items.get()
    assert (item.received_at, item.basis) == (GIVEN, "given")
    settings.INTAKE_MAIL_HOSTS = ["mx.behoerde.example"]
    item = hand_over(("b.eml", making.mail("Ein anderer Brief")), received_at=GIVEN).items.get()
    assert (item.received_at, item.basis) == (STAMP, "received")


def test_a_stamp_from_the_future_is_passed_over(hand_over):
    raw = making.mail().replace(b"2026 10:11", b"2096 10:11")
    assert hand_over(("brief.eml", raw), received_at=GIVEN).items.get().received_at == GIVEN


def test_a_document_is_kept_and_its_checksum_is_the_unchangeable_original(hand_over):
    content = making.pdf("Ina Beispiel\nAm Anger 3\n12345 Musterau", "Der Lärm ist zu groß.")
    item = hand_over(("brief.pdf", content), received_at=GIVEN, channel="post").items.get()
    letter = item.statement
    attachment = letter.attachments.get()
    assert attachment.file.open().read() == content
    assert attachment.sha256 == item.sha256
    assert item.sha256 in bytes(letter.original.body).decode()
    assert (letter.channel, letter.received_at) == ("post", GIVEN)
    assert letter.person.identity.street == "Am Anger 3"


def test_a_scan_is_taken_in_at_once_and_waits_to_be_read(hand_over):
    item = hand_over(("scan.tif", making.picture("TIFF", pages=2))).items.get()
    assert item.needs_reading
    assert item.statement.text == ""
    assert item.statement.attachments.count() == 1


def test_every_kind_in_one_archive_with_boxes_in_boxes(hand_over):
    inner = making.packed(("tief.txt", "Ein Brief aus der Tiefe."), ("x.exe", b"MZ\x90\x00\x01"))
    archive = making.packed(
        ("a.eml", making.mail("Erster Brief")),
        ("post.mbox", making.mbox(making.mail("Zweiter"), making.mail("Dritter"))),
        ("innen.zip", inner),
        ("brief.docx", making.docx("Vierter Brief")),
    )
    delivery = hand_over(("alles.zip", archive))
    assert states(delivery) == [
        ("a.eml", "taken_in", ""),
        ("post.mbox, 1", "taken_in", ""),
        ("post.mbox, 2", "taken_in", ""),
        ("tief.txt", "taken_in", ""),
        ("x.exe", "quarantined", "kind"),
        ("brief.docx", "taken_in", ""),
    ]
    assert [one.position for one in delivery.items.order_by("pk")] == [
        "1", "2/1", "2/2", "3/1", "3/2", "4",
    ]  # fmt: skip
    assert not delivery.files.get().file


def test_the_same_archive_again_adds_nothing(hand_over):
    archive = making.packed(
        ("a.eml", making.mail()), ("b.pdf", making.pdf("Ein Brief, zwei Seiten"))
    )
    hand_over(("alles.zip", archive))
    again = hand_over(("alles.zip", archive))
    assert [state for _name, state, _reason in states(again)] == ["known", "known"]
    assert Statement.objects.count() == 2
    assert {item.statement_id for item in again.items.all()} == set(
        Statement.objects.values_list("pk", flat=True)
    )


def test_the_same_mail_is_one_letter_wherever_it_lies(hand_over):
    raw = making.mail()
    hand_over(("brief.eml", raw.replace(b"\n", b"\r\n")))
    hand_over(("post.mbox", making.mbox(raw, raw)))
    assert Statement.objects.count() == 1
    assert Item.objects.known().count() == 2


def test_the_same_document_from_two_people_is_two_letters(hand_over):
    form = making.pdf("Ich bin gegen den Windpark.")
    hand_over(("zwei.zip", making.packed(("a.pdf", form), ("b.pdf", form))))
    assert Statement.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bombe.zip", making.bomb(64), "unpacks_too_large"),
        ("viele.pdf", making.pdf_of_many_pages(10_000), "too_many_pages"),
        ("tief.eml", making.nested_mail(200), "too_deep"),
        ("brief.pdf", b"MZ\x90\x00\x01", "kind"),
        ("leer.txt", b"", "empty"),
        (
            "liste.xlsx",
            making.packed(("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")),
            "is_table",
        ),
    ],
)
def test_what_is_refused_waits_with_its_reason_and_its_bytes(hand_over, name, content, reason):
    item = hand_over((name, content)).items.get()
    assert (item.state, item.reason) == ("quarantined", reason)
    assert item.file.open().read() == content
    assert item.sentence.endswith((".", ")"))
    assert Statement.objects.count() == 0
    assert JournalEntry.objects.filter(action="intake.quarantined", subject=item.code).exists()


def test_archives_too_deep_in_archives_are_refused_and_the_rest_is_taken_in(hand_over):
    deep = making.packed(("tief.txt", "x"))
    for _ in range(3):
        deep = making.packed(("innen.zip", deep))
    delivery = hand_over(("a.zip", making.packed(("t.zip", deep), ("b.txt", "Ein Brief."))))
    assert [reason for _n, _s, reason in states(delivery)] == ["too_deep", ""]


def test_a_file_too_large_to_be_read_is_kept_all_the_same(hand_over, settings):
    settings.INTAKE_MAX_LETTER_BYTES = 1024
    content = b"From: a@b.example\nSubject: x\n\n" + b"lang " * 2_000
    item = hand_over(("lang.eml", content)).items.get()
    assert (item.reason, item.size) == ("too_large", len(content))
    assert item.file.open().read() == content


def test_a_name_that_leads_out_of_the_folder_stays_a_name(hand_over):
    delivery = hand_over(("../../etc/x.zip", making.packed(("../../../tmp/y.txt", "Ein Brief."))))
    assert delivery.files.get().name == "x.zip"
    assert delivery.items.get().name == "y.txt"


def test_what_broke_off_goes_on_behind_what_is_stored(procedure, monkeypatch):
    import io

    monkeypatch.setattr(portions, "MOST_ITEMS", 2)
    messages = [making.mail(f"Brief Nummer {number}") for number in range(7)]
    made = deliveries.deliver(
        procedure=procedure, files=[("post.mbox", io.BytesIO(making.mbox(*messages)))], by="user:1"
    )
    real, calls = portions.store, []

    def breaks(*args, **options):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the power went out")
        return real(*args, **options)

    monkeypatch.setattr(deliveries, "store", breaks)
    with pytest.raises(RuntimeError):
        deliveries.take_in(made, by="user:1")
    assert Statement.objects.count() == 4
    monkeypatch.setattr(deliveries, "store", real)
    deliveries.take_in(made, by="user:1")
    assert Statement.objects.count() == 7
    assert made.items.taken_in().count() == 7
    assert len(set(made.items.values_list("position", flat=True))) == 7


def test_two_workers_at_the_same_file_do_not_take_in_twice(procedure):
    import io

    made = deliveries.deliver(
        procedure=procedure, files=[("a.eml", io.BytesIO(making.mail()))], by="user:1"
    )
    mine, theirs = made.files.get(), made.files.get()
    with walk_of(made) as walk:
        first = next(portions.portions(walk, walk.found(mine)))
        second = next(portions.portions(walk, walk.found(theirs)))
    portions.store(mine, first, by="user:1")
    with pytest.raises(NotPossibleNow):
        portions.store(theirs, second, by="user:1")
    assert Statement.objects.count() == 1


def test_a_done_delivery_is_not_started_again(hand_over):
    delivery = hand_over(("a.eml", making.mail()))
    with pytest.raises(NotPossibleNow):
        deliveries.start(delivery, by="user:1")
    assert JournalEntry.objects.filter(action="intake.done", subject=delivery.code).count() == 1
