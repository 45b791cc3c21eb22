"""Files with a letter: recognised by content, whatever the name says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dialogwerk.apps.statements import uploads
from dialogwerk.apps.statements.uploads import checked_file, checked_files, shown_name

MB = 1024**2


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def docx(**more):
    return zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>", **more})


def odt():
    return zipped(mimetype=uploads.ODT, **{"content.xml": "<x/>"})


def take(name, content):
    return checked_file(SimpleUploadedFile(name, content), max_bytes=20 * MB)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", uploads.PDF),
        ("a.png", b"\x89PNG\r\n\x1a\nxx", uploads.PNG),
        ("a.JPG", b"\xff\xd8\xff\xe0xx", uploads.JPEG),
        ("a.tif", b"II*\x00xx", uploads.TIFF),
        ("a.tiff", b"MM\x00*xx", uploads.TIFF),
        ("a.docx", docx(), uploads.DOCX),
        ("a.odt", odt(), uploads.ODT),
        ("a.txt", "Grüße aus Köln".encode(), uploads.TEXT),
        ("a.txt", "Grüße aus Köln".encode("cp1252"), uploads.TEXT),
        ("a.txt", "Grüße aus Köln".encode("utf-16"), uploads.TEXT),
        ("a.txt", "\ufeffGrüße".encode(), uploads.TEXT),
    ],
)
def test_what_people_send_is_recognised_by_its_content(name, content, media_type):
    draft = take(name, content)
    assert (draft.name, draft.media_type, draft.size) == (name, media_type, len(content))
    assert draft.content.read() == content, "the whole file goes on to the intake"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("brief.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("brief.txt", b"  \n<html><body>"),
        ("brief.txt", "\ufeff<?xml version='1.0'?><svg/>".encode()),
        ("brief.txt", "<script>".encode("utf-16")),
        ("brief.pdf", b"MZ\x90\x00programm"),
        ("brief.pdf", b"\x7fELF\x02"),
        ("brief.txt", b"\x00\x01\x02\x03"),
        ("brief.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("bilder.zip", zipped(**{"a.png": "x"})),
        ("brief.docx", b"PK\x03\x04 kein Archiv"),
        ("brief.docx", docx(**{"word__vbaProject.bin": b"x"})),
    ],
)
def test_forged_and_dangerous_files_are_refused_by_name(name, content):
    with pytest.raises(ValidationError) as refused:
        take(name, content)
    assert name in refused.value.messages[0]


def test_a_document_that_would_unpack_to_too_much_is_refused_without_unpacking(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", 5 * MB)
    bomb = docx(word__media=b"\0" * 6 * MB)
    assert len(bomb) < 20_000
    with pytest.raises(ValidationError, match=r"bombe\.docx"):
        take("bombe.docx", bomb)


def test_a_document_of_countless_files_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_ARCHIVE_ENTRIES", 10)
    with pytest.raises(ValidationError):
        take("viele.docx", docx(**{f"word__{n}": "x" for n in range(10)}))


def test_a_name_that_does_not_fit_gets_the_right_ending():
    assert take("brief.docx", b"%PDF-1.7\n").name == "brief.docx.pdf"
    assert take("brief", b"%PDF-1.7\n").name == "brief.pdf"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Briefe\\Einwendung.pdf", "Einwendung.pdf"),
        ("../../etc/passwd", "passwd"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("a\nb.pdf", "ab.pdf"),
    ],
)
def test_names_lose_folders_and_tricks(sent, shown):
    assert shown_name(sent) == shown


def test_very_long_names_keep_their_ending():
    assert shown_name("a" * 300 + ".pdf") == "a" * 139 + ".pdf"


def test_too_large_a_file_is_named_with_both_sizes():
    with pytest.raises(ValidationError, match="gross"):
        checked_file(SimpleUploadedFile("gross.pdf", b"%PDF-" + b"x" * MB), max_bytes=MB)


def test_too_many_files_are_refused_at_once():
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.7") for n in range(3)]
    with pytest.raises(ValidationError, match="3"):
        checked_files(files, max_files=2, max_bytes=MB)
    assert len(checked_files(files, max_files=3, max_bytes=MB)) == 3


def test_all_refused_files_are_named_at_once():
    files = [SimpleUploadedFile("a.exe", b"MZ\x00"), SimpleUploadedFile("b.pdf", b"")]
    with pytest.raises(ValidationError) as refused:
        checked_files(files, max_files=5, max_bytes=MB)
    assert ["a.exe" in refused.value.messages[0], "b.pdf" in refused.value.messages[1]] == [
        True
    ] * 2
