"""The command ``dialogwerk inquiries read``."""

import json

import pytest
from typer.testing import CliRunner

from dialogwerk.cli import app
from tests.cores.inquiries.papers import ANSWER, QUESTION


def read(path, *options):
    return CliRunner().invoke(app, ["inquiries", "read", str(path), *options])


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "antwort.txt"
    path.write_text(ANSWER, encoding="utf-8")
    return path


def test_a_text_becomes_json(paper):
    result = read(paper, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["paper"], told["term"], told["asked_on"]) == ("7/412", 7, "2025-02-03")
    assert [one["number"] for one in told["questions"]] == [1, 2, 3, 4, 5, 6, 7]
    assert told["questions"][4]["dangling"] == [1]
    assert told["questions"][4]["references"][0]["gap"] == "says_nothing"
    assert told["at"]["title"]["line"] == 9


def test_without_json_sentences_say_what_was_read(paper):
    shown = read(paper).stdout
    assert (
        "asked 2025-02-03 by Rosa Probe (CDU), Dr. Emil Beispiel (CDU), Ida Muster (SPD)" in shown
    )
    assert "points to [1], of which [1] hold nothing" in shown


def test_a_list_of_documents_is_read_one_after_the_other(tmp_path):
    path = tmp_path / "papers.json"
    path.write_text(json.dumps([{"full_text": ANSWER}, {"full_text": QUESTION}]), encoding="utf-8")
    assert [one["kind"] for one in json.loads(read(path, "--json").stdout)] == [
        "answer",
        "question",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.txt", b"", "is empty"),
        ("bild.pdf", b"%PDF-1.7 damaged", "is damaged"),
        ("kram.bin", bytes(range(256)) * 4, "is neither text nor PDF nor DOCX"),
        ("liste.json", b"{}", "must hold a list"),
        ("liste.json", b"[1]", "document 1 has no text in the field full_text"),
        ("liste.json", b"[", "is no JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    result = read(path)
    assert result.exit_code == 3
    assert sentence in result.output
