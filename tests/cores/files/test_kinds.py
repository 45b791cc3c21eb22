"""What a file is goes by its content."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.cores.files import kind_of, safe_name
from dialogwerk.cores.files.kinds import kind_of_stream


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\x00%PDF-1.4", "pdf"),
        (b"MZ\x90\x00\x03\x00", "program"),
        (b"MZ ist ein Kennzeichen", "text"),
        (b"BM;Name;Text\n1;A;B\n", "text"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"\x7fELF\x02", "program"),
        (b"<html><body>x", "html"),
        (b"  <!DOCTYPE html>", "html"),
        (b"<!-- hallo --><div onclick=x>", "html"),
        (b"<?xml version='1.0'?><svg xmlns='x'>", "svg"),
        (b"<svg onload=alert(1)>", "svg"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b'{"a": 1}', "json"),
        (b"From: a@b.example\r\nSubject: x\r\n\r\nHallo", "mail"),
        (b"Received: x\n\ty\nFrom: z\n\nHallo", "mail"),
        (b"From a@b.example Mon Mar  2 10:11:12 2026\nFrom: a\nSubject: b\n\nx", "mbox"),
        (b"From here it is loud: at 10:11 every day\nSubject to change", "text"),
        (b"An: das Amt\nBetreff: Windpark\n\nIch bin dagegen", "text"),
        ("Zu laut. Größe".encode(), "text"),
        ("Zu laut. Größe".encode("latin-1"), "text"),
        ("Zu laut".encode("utf-16"), "text"),
        (b"ab\x00cd", "unknown"),
        (b"{\\rtf1", "rtf"),
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
    ],
)
def test_the_kind_is_told_from_the_first_bytes(content, kind):
    assert kind_of(content) == kind


def archive(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target


def test_documents_are_told_from_archives_by_the_names_inside():
    word = {"[Content_Types].xml": "x", "word/document.xml": "x"}
    assert kind_of_stream(archive(**word)) == "docx"
    assert kind_of_stream(archive(**word, **{"word/vbaProject.bin": "x"})) == "docx-macros"
    assert kind_of_stream(archive(mimetype="application/vnd.oasis.opendocument.text")) == "odt"
    assert kind_of_stream(archive(**{"brief.pdf": "x"})) == "zip"
    assert kind_of_stream(archive(**{"META-INF/MANIFEST.MF": "x"})) == "program"
    assert kind_of_stream(io.BytesIO(archive(a="x").getvalue()[:40])) == "broken-zip"


@given(st.binary(max_size=5000))
def test_any_bytes_have_a_kind(content):
    assert kind_of(content)
    assert kind_of_stream(io.BytesIO(content))


@given(st.text(max_size=400))
def test_no_name_leads_out_of_its_folder(name):
    safe = safe_name(name)
    assert safe
    assert safe not in (".", "..")
    assert not set(safe) & set("/\\\r\n\x00")
    assert len(safe) <= 150
