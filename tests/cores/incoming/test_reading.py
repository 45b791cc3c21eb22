"""Reading in the confined process: documents, pictures, archives, and everything forged."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.cores.files import Refused
from dialogwerk.cores.incoming import Limits, boxes

from . import making
from .conftest import codes

LIMITS = Limits()


def test_a_pdf_is_read_with_its_pages(read):
    found = read(
        making.pdf("Ina Beispiel\nAm Anger 3\n12345 Musterau", "Zweite Seite mit Text"), "b.pdf"
    )
    assert found.text.startswith("Ina Beispiel\nAm Anger 3")
    assert (found.pages, found.needs_ocr, found.street) == (2, False, "Am Anger 3")
    assert [(part.name, part.media_type, part.file) for part in found.parts] == [
        ("b.pdf", "application/pdf", "")
    ]


def test_a_pdf_without_text_and_pictures_wait_for_being_read(read):
    assert read(making.pdf("", ""), "scan.pdf").needs_ocr
    assert read(making.picture("TIFF", pages=3), "scan.tif").pages == 3
    assert read(making.picture("JPEG"), "foto.jpg").needs_ocr


def test_pages_without_text_among_others_are_said(read):
    assert "some_pages_scanned" in codes(read(making.pdf("Text auf Seite eins", ""), "b.pdf"))


def test_scripts_and_embedded_files_in_a_pdf_are_reported(read):
    script = making.pdf(
        "Ein Brief mit Inhalt",
        catalog="/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>",
    )
    assert "scripts" in codes(read(script, "b.pdf"))
    embedded = making.pdf(
        "Ein Brief mit Inhalt",
        catalog="/Names<</EmbeddedFiles<</Names[(x.exe)"
        "<</Type/Filespec/F(x.exe)/EF<</F 6 0 R>>>>]>>>>",
        objects=["<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream"],
    )
    note = next(n for n in read(embedded, "b.pdf").notes if n.code == "embedded_files")
    assert note.params["files"] == "x.exe"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (making.pdf_of_many_pages(10_000), "viele.pdf", "too_many_pages"),
        (making.pdf("Ein Brief")[:200], "halb.pdf", "damaged"),
        (b"%PDF-1.7 nur der Anfang", "nur.pdf", "damaged"),
        (b"MZ\x90\x00" * 100, "brief.pdf", "kind"),
        (b"<html><script>x</script></html>", "brief.docx", "kind"),
        (b"<svg onload=x>", "bild.png", "kind"),
        (making.docx("x", head="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "x.docx", "entities"),
        (making.docx("x", extra=[("word/vbaProject.bin", "x")]), "x.docx", "macros"),
        (making.docx("x")[:150], "x.docx", "damaged"),
        (making.docx("0" * 40 * 1024**2), "bombe.docx", "unpacks_too_large"),
        (making.picture("PNG")[:40], "b.png", "damaged"),
        (b"\x00" * 100, "leer.txt", "empty"),
        (b"\x01\x02\x03\x04" * 30, "wirr.txt", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "x.msg", "unknown"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
            "x.msg",
            "damaged",
        ),
        (making.nested_mail(3_000), "tief.eml", "too_deep"),
        (b"{\\rtf1 x}", "x.txt", "kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(read, content, name, code):
    with pytest.raises(Refused) as refusal:
        read(content, name)
    assert refusal.value.code == code
    assert read(making.mail(), "danach.eml").text


def test_a_picture_of_too_many_pixels_is_not_opened(read):
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(Refused, match="3600 million pixels"):
        read(b"\x89PNG\r\n\x1a\n" + chunk + data, "riesig.png")


def test_a_forged_ending_is_said_and_mended(read):
    found = read(making.pdf("Ein Brief mit viel Inhalt"), "brief.docx")
    assert "forged" in codes(found)
    assert found.parts[0].name == "brief.docx.pdf"


def test_a_text_that_is_too_long_is_refused_with_its_length(read):
    with pytest.raises(Refused, match="300 characters"):
        read(b"x" * 300, "lang.txt", Limits(max_characters=200))


def test_a_mail_leaves_its_attachments_in_the_folder(read, confined):
    content = making.pdf("Ein Brief mit Inhalt")
    found = read(making.mail(files=[("brief.pdf", "application/pdf", content)]), "m.eml")
    assert [part.name for part in found.parts] == ["brief.pdf"]
    assert (confined.folder / found.parts[0].file).read_bytes() == content


# Mailbox files and archives


def test_a_mailbox_file_gives_each_message_as_it_was(tmp_path):
    first = making.mail("From here it is loud.\n\nFrom there too.\n")
    second = making.mail("Zweiter Brief")
    path = tmp_path / "post.mbox"
    path.write_bytes(making.mbox(first, second))
    with path.open("rb") as stream:
        found = list(boxes.messages(stream))
        contents = []
        for offset, length in found:
            stream.seek(offset)
            contents.append(boxes.unescaped(stream.read(length)))
    assert [boxes.canonical(one) for one in contents] == [
        boxes.canonical(first),
        boxes.canonical(second),
    ]


@given(st.binary(max_size=3000))
def test_any_bytes_are_split_without_gaps_or_overlaps(content):
    found = list(boxes.messages(io.BytesIO(b"From a b 10:11:12 2026\n" + content)))
    ends = 0
    for offset, length in found:
        assert offset >= ends
        assert length >= 0
        ends = offset + length


def contents(confined, archive, limits=LIMITS):
    (confined.fresh_folder() / "input").write_bytes(archive)
    return confined.ask("contents", path="input", limits=limits.as_json())


def test_an_archive_lists_its_files_and_gives_each(confined):
    archive = making.packed(("briefe/", ""), ("briefe/a.txt", "Zu laut"), ("__MACOSX/x", "x"))
    assert contents(confined, archive)["names"] == ["", "briefe/a.txt", ""]
    size = confined.ask("unpack", path="input", index=1, to="../../m", limits=Limits().as_json())
    assert (confined.folder / "m").read_text() == "Zu laut"
    assert size == 7


def test_zip_bombs_are_refused_before_anything_is_unpacked(confined):
    with pytest.raises(Refused, match="bomb"):
        contents(confined, making.bomb(64))
    many = making.packed(*((f"{n}", "") for n in range(300)))
    with pytest.raises(Refused, match="300 files"):
        contents(confined, many, Limits(max_members=200))
    with pytest.raises(Refused, match="damaged"):
        contents(confined, making.packed(("a", "b"))[:30])


def test_a_file_that_unpacks_to_more_than_it_declares_is_refused(confined):
    honest = bytearray(making.packed(("a.txt", b"x" * 100_000)))
    entry = honest.index(b"PK\x01\x02")
    honest[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert contents(confined, bytes(honest))
    with pytest.raises(Refused):
        confined.ask("unpack", path="input", index=0, to="m", limits=Limits().as_json())
    assert not (confined.folder / "m").exists() or (confined.folder / "m").stat().st_size <= 10


def test_an_encrypted_archive_is_said_to_be_one(confined):
    locked = bytearray(making.packed(("a.txt", b"x")))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="encrypted"):
        contents(confined, bytes(locked))


SEEDS = [
    making.mail(files=[("a.pdf", "application/pdf", making.pdf("Text"))]),
    making.pdf("Ein Brief", "mit Seiten"),
    making.docx("Ein Brief"),
    making.odt("Ein Brief"),
    making.picture("PNG"),
    making.picture("TIFF", pages=2),
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_bytes_come_the_caller_gets_a_letter_or_a_sentence(read, data):
    seed = bytearray(data.draw(st.sampled_from([*SEEDS, b""])))
    for _ in range(data.draw(st.integers(0, 6))):
        if seed:
            seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(seed)))
    content = bytes(seed[:cut]) + data.draw(st.binary(max_size=200))
    try:
        found = read(content, data.draw(st.text(max_size=20)))
    except Refused as refused:
        said = str(refused)
        assert said
    else:
        assert found.text.strip() or found.parts


def test_a_nested_archive_is_an_archive_inside(confined):
    inner = making.packed(("a.txt", "x"))
    archive = making.packed(("innen.zip", inner))
    assert contents(confined, archive)["names"] == ["innen.zip"]
    confined.ask("unpack", path="input", index=0, to="m", limits=Limits().as_json())
    assert confined.ask("kind", path="m") == "zip"
    assert zipfile.is_zipfile(confined.folder / "m")
