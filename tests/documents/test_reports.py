"""The results report of a dialogue: accessible, complete, the same in every format."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from dialogwerk.documents.reports import (
    DialogueReport,
    ReportChapter,
    ReportTable,
    report_package,
    report_pdf,
    report_xlsx,
)

from .pdf_gate import check_pdf, page_texts, plain_text, roles

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<circle cx="10" cy="10" r="5" fill="#1f4f8f"/></svg>'
)
OUTCOMES = ReportTable(
    title="Was daraus wurde",
    columns=["Beitrag", "Ergebnis", "Zahl"],
    rows=[["Mehr Bänke", "übernommen", 3], ["=1+1", "nicht übernommen", 0]],
    ids=["B-1", "B-2"],
)
REPORT = DialogueReport(
    title="Marktplatz & Umgebung",
    subtitle="Gehört zum Vorhaben Neuer Markt",
    version="Fassung 1",
    checksum="ab" * 32,
    date=date(2026, 7, 1),
    issuer="Dialogbüro Musterland",
    summary="Bänke kommen.\n\nBäume auch.",
    licence=("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    credits=["www.dialog.example, CC BY 4.0"],
    url="https://dialog.musterland.example/dialoge/markt/ergebnis/1/",
    chapters=[
        ReportChapter(
            key="outcomes",
            title="Ergebnisse",
            paragraphs=["Zwei Beiträge wurden beantwortet."],
            tables=[OUTCOMES],
            figure=DRAWING,
            gaps=["Ein Beitrag hat noch kein Ergebnis."],
        ),
        ReportChapter(key="groups", title="Wer dabei war"),
    ],
    snapshot={"schema": "dialogwerk.dialogue-report", "number": 1},
)


def test_the_pdf_is_accessible_and_complete():
    content = report_pdf(REPORT)
    assert check_pdf(content) == ()
    text = plain_text(content)
    for words in ("Marktplatz & Umgebung", "Fassung 1", "Mehr Bänke", "noch kein Ergebnis"):
        assert words in text
    assert {"/Table", "/TH", "/Figure", "/H2"} <= set(roles(content))


def test_the_same_report_gives_the_same_bytes():
    assert report_pdf(REPORT) == report_pdf(replace(REPORT))
    assert report_package(REPORT) == report_package(replace(REPORT))


def test_long_tables_break_across_pages_and_stay_accessible():
    rows = [[f"Beitrag {number}", "Wird geprüft. " * 12, number] for number in range(300)]
    long = replace(OUTCOMES, rows=rows, ids=())
    chapter = replace(REPORT.chapters[0], tables=[long], figure="")
    content = report_pdf(replace(REPORT, chapters=[chapter]))
    assert check_pdf(content) == ()
    pages = page_texts(content)
    assert len(pages) > 5
    assert all("Ergebnis" in page for page in pages[2:])
    assert "Beitrag 299" in plain_text(content)


def test_many_columns_and_very_long_words_stay_on_the_page():
    columns = [f"Gruppe {number}" for number in range(11)]
    table = ReportTable(title="Breit", columns=columns, rows=[["x" * 200] * 11])
    chapter = replace(REPORT.chapters[0], tables=[table])
    assert check_pdf(report_pdf(replace(REPORT, chapters=[chapter]))) == ()


def test_markup_in_texts_is_only_text():
    chapter = replace(REPORT.chapters[0], paragraphs=["#panic() *fett* $x$ @ziel"])
    assert "#panic() *fett* $x$ @ziel" in plain_text(
        report_pdf(replace(REPORT, chapters=[chapter]))
    )


def test_a_figure_that_cannot_be_drawn_is_left_out():
    chapter = replace(REPORT.chapters[0], figure="<svg><broken")
    content = report_pdf(replace(REPORT, chapters=[chapter]))
    assert check_pdf(content) == ()
    assert "/Figure" not in roles(content)


def test_a_draft_says_so():
    assert "Entwurf" in plain_text(report_pdf(replace(REPORT, version="", checksum="")))


def test_the_workbook_has_a_sheet_for_each_table_with_the_codes_of_the_rows():
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(REPORT)))
    assert book.sheet_names == ["Angaben", "Offene Punkte", "Ergebnisse Was daraus wurde"]
    rows = book.get_sheet_by_index(2).to_python()
    assert rows[0] == ["id", "Beitrag", "Ergebnis", "Zahl"]
    assert rows[2] == ["B-2", "=1+1", "nicht übernommen", 0]
    assert book.get_sheet_by_index(1).to_python()[1][1] == "Ein Beitrag hat noch kein Ergebnis."


def test_sheets_of_the_same_name_are_told_apart():
    chapter = replace(REPORT.chapters[0], tables=[OUTCOMES, OUTCOMES], title="Ergebnis/" * 9)
    names = CalamineWorkbook.from_filelike(
        io.BytesIO(report_xlsx(replace(REPORT, chapters=[chapter])))
    ).sheet_names
    assert len(set(names)) == 4
    assert max(map(len, names)) <= 31


def test_the_package_describes_its_tables_and_names_the_licence():
    with zipfile.ZipFile(io.BytesIO(report_package(REPORT))) as archive:
        package = json.loads(archive.read("datapackage.json"))
        (resource,) = package["resources"]
        rows = list(
            csv.reader(
                io.StringIO(archive.read("outcomes-1.csv").decode("utf-8-sig")), delimiter=";"
            )
        )
        assert json.loads(archive.read("report.json")) == REPORT.snapshot
        assert "CC BY 4.0" in archive.read("LICENCE.txt").decode()
    assert package["licenses"][0]["name"] == "CC BY 4.0"
    fields = {one["name"]: one["type"] for one in resource["schema"]["fields"]}
    assert fields == {"id": "string", "Beitrag": "string", "Ergebnis": "string", "Zahl": "integer"}
    assert rows[0] == list(fields)
    assert rows[2][1] == "'=1+1"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_it_exists_in_both_languages(lang):
    assert check_pdf(report_pdf(replace(REPORT, lang=lang))) == ()
