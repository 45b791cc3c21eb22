"""Excel workbooks, honest and forged."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine

from dialogwerk.cores.tables import Limits, TableError, read_table

from .building import (
    header_row,
    lying_archive,
    packed,
    raw_workbook,
    simple_workbook,
    workbook,
)


def values(source, **options):
    return [row.values for row in read_table(source, **options).rows()]


def problem_of(source, **options):
    with pytest.raises(TableError) as caught:
        list(read_table(source, **options).rows())
    return caught.value


# Values


def test_texts_numbers_and_truth_become_plain_text():
    book = simple_workbook(
        [["id", "text", "plz", "wert"], [1, "Zu laut", 12345.0, 0.1 + 0.2], [2, "Ja", 1e20, True]]
    )
    table = read_table(book, name="briefe.csv")
    assert (table.format, table.sheet, table.encoding) == ("xlsx", "Tabelle1", None)
    assert [row.values for row in table.rows()] == [
        {"id": "1", "text": "Zu laut", "plz": "12345", "wert": "0.3"},
        {"id": "2", "text": "Ja", "plz": "100000000000000000000", "wert": "true"},
    ]


def test_numbers_kept_as_text_keep_their_zeros():
    assert values(simple_workbook([["plz"], ["04109"]])) == [{"plz": "04109"}]


def test_dates_and_times_become_iso_text():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["tag", "zeit", "uhr", "dauer", "rot"])
        formats = ["dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm", "[h]:mm", "[Red]0.00"]
        styles = [book.add_format({"num_format": code}) for code in formats]
        sheet.write_datetime(1, 0, date(2026, 3, 1), styles[0])
        sheet.write_datetime(1, 1, datetime.fromisoformat("2026-03-01T12:30:05"), styles[1])
        sheet.write_datetime(1, 2, time(7, 5), styles[2])
        sheet.write_datetime(1, 3, timedelta(hours=36), styles[3])
        sheet.write_number(1, 4, 46000.5, styles[4])
        sheet.write_number(2, 0, 59, styles[0])
        sheet.write_number(2, 1, 60, styles[0])
        sheet.write_number(2, 2, 61, styles[0])

    assert values(workbook(fill)) == [
        {
            "tag": "2026-03-01",
            "zeit": "2026-03-01T12:30:05",
            "uhr": "07:05:00",
            "dauer": "36:00:00",
            "rot": "46000.5",
        },
        {"tag": "1900-02-28", "zeit": "60", "uhr": "1900-03-01", "dauer": "", "rot": ""},
    ]


def test_the_calendar_of_1904_is_respected():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "tag")
        sheet.write_datetime(1, 0, date(2026, 3, 1), book.add_format({"num_format": 14}))

    def from_1904(book):
        book.epoch, book.date_1904 = datetime.fromisoformat("1904-01-01"), True
        fill(book)

    assert values(workbook(fill)) == values(workbook(from_1904)) == [{"tag": "2026-03-01"}]


def test_escapes_are_resolved_once():
    def fill(book):
        book.add_worksheet().write_column(
            0, 0, ["text", "a\r\nb", "wörtlich _x000D_ so", "\x0b", "𝄞😀"]
        )

    assert [row["text"] for row in values(workbook(fill))] == [
        "a\r\nb",
        "wörtlich _x000D_ so",
        "𝄞😀",
    ]
    inline = '<row r="2"><c t="inlineStr"><is><t>_xD83D__xDE00_ _xD800_ a_x000D_</t></is></c></row>'
    assert values(raw_workbook(header_row("text") + inline)) == [{"text": "😀 \ufffd a\r"}]


def test_the_value_of_a_formula_is_the_one_last_computed():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["summe", "text"])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(1, 1, '="a"&"b"', value="ab")

    assert values(workbook(fill)) == [{"summe": "2", "text": "ab"}]


@pytest.mark.parametrize("error", ["#NAME?", "#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_failed_formulas_are_reported_with_their_cell(error):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "text"])
        sheet.write_row(1, 0, ["1", "gut"])
        sheet.write(2, 0, "2")
        sheet.write_formula(2, 1, "=-Lärm", value=error)

    good, bad = read_table(workbook(fill)).rows()
    assert good.problems == ()
    assert bad.values == {"id": "2", "text": ""}
    assert bad.problems[0].startswith(f"Cell B3 holds the spreadsheet error {error}")


def test_rich_text_is_joined_and_reading_aids_left_out():
    shared = (
        "<si><t>text</t></si><si><r><t>fett </t></r><r><rPr><b/></rPr><t>gedruckt</t></r>"
        "<rPh><t>フリガナ</t></rPh></si>"
    )
    cells = '<row r="1"><c t="s"><v>0</v></c></row><row r="2"><c t="s"><v>1</v></c></row>'
    assert values(raw_workbook(cells, shared=shared)) == [{"text": "fett gedruckt"}]


# Shape


def test_row_numbers_are_those_of_excel():
    rows = [["id"], [], ["1"], [], [], ["2"]]
    assert [row.number for row in read_table(simple_workbook(rows)).rows()] == [3, 6]


def test_a_merged_title_and_free_margins_are_passed_over():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("B2:D2", "Einwendungen 2026")
        for column, name in enumerate(["id", "text", "ort"], start=1):
            sheet.write(3, column, name)
            sheet.write(4, column, f"{name} 1")
        sheet.write(5, 1, "id 2")
        sheet.write_column(6, 1, ["x"] * 8)
        sheet.write(20, 0, "Randnotiz")

    table = read_table(workbook(fill))
    assert table.header == ("id", "text", "ort")
    assert "Einwendungen 2026" in table.notes[0]
    first, *_others, last = table.rows()
    assert (first.number, first.values) == (5, {"id": "id 1", "text": "text 1", "ort": "ort 1"})
    assert (last.number, "surplus" in last.problems[0]) == (21, True)


def test_a_gap_between_merged_group_headings_is_an_error_that_helps():
    error = problem_of(simple_workbook([["Person", None, "Brief"], ["a", "b", "c"]]))
    assert error.code == "empty_column_names"
    assert "say in which row the column names stand" in str(error)


def test_empty_cells_at_the_end_of_a_row_are_no_problem():
    (row,) = read_table(simple_workbook([["id", "text", "ort"], ["1"]])).rows()
    assert (row.values, row.problems) == ({"id": "1", "text": "", "ort": ""}, ())


def test_values_beyond_the_last_column_are_reported():
    (row,) = read_table(simple_workbook([["id", "text"], ["1", "a", "mehr"]])).rows()
    assert "3 values for 2 columns" in row.problems[0]


def two_sheets(book):
    book.add_worksheet("leer")
    hidden = book.add_worksheet("verborgen")
    hidden.write_column(0, 0, ["id", "x"])
    hidden.hide()
    book.add_worksheet("Daten").write_column(0, 0, ["id", "1"])


def test_the_first_visible_sheet_with_data_is_read_unless_one_is_named():
    assert read_table(workbook(two_sheets)).sheet == "Daten"
    assert values(workbook(two_sheets), sheet="verborgen") == [{"id": "x"}]
    assert values(workbook(two_sheets), sheet=3) == [{"id": "1"}]


def test_an_unknown_sheet_is_answered_with_the_known_ones():
    error = problem_of(workbook(two_sheets), sheet="Fehlt")
    assert str(error) == (
        "“table” has no sheet “Fehlt”. Its sheets are: “leer”, “verborgen”, “Daten”."
    )


def test_an_empty_workbook_has_no_header():
    assert problem_of(simple_workbook([])).code == "no_header"


def test_the_row_count_is_known():
    rows = [["id"], *([n] for n in range(40))]
    assert read_table(simple_workbook(rows)).row_count() == 40
    assert (
        read_table(raw_workbook(header_row("id") + "<row><c><v>1</v></c></row>")).row_count() == 1
    )


def test_reading_agrees_with_calamine():
    rows = [["id", "text", "zahl"], *([str(n), f"Wort {n} äöü\n😀", n * 1.25] for n in range(50))]
    book = simple_workbook(rows)
    reference = python_calamine.load_workbook(io.BytesIO(book.getvalue())).get_sheet_by_index(0)
    ours = [list(row.values.values()) for row in read_table(book).rows()]
    assert ours == [[a, b, f"{c:g}"] for a, b, c in list(reference.iter_rows())[1:]]


# Forged and broken files


def test_a_sheet_that_unpacks_to_gigabytes_is_refused_before_unpacking():
    bomb = packed({"[Content_Types].xml": b"", "xl/workbook.xml": b"0" * 80_000_000})
    assert len(bomb.getvalue()) < 100_000
    error = problem_of(bomb, name="liste.xlsx")
    assert error.code == "suspicious_archive"
    assert "times its size" in str(error)
    bomb.seek(0)
    error = problem_of(bomb, limits=Limits(max_unpacked_bytes=50_000_000))
    assert "would unpack to 80 MB" in str(error)


def test_a_thousand_identical_letters_are_no_bomb():
    letter = f'<row><c t="inlineStr"><is><t>{"Ich bin dagegen. " * 80}</t></is></c></row>'
    book = raw_workbook(header_row("text") + letter * 10_000)
    assert len(book.getvalue()) * 100 < 14_000_000
    assert len(values(book)) == 10_000


def test_a_sheet_larger_than_it_declares_is_stopped_while_unpacking():
    prefix = b"<worksheet>"
    honest = packed(
        {
            **{
                name: zipfile.ZipFile(raw_workbook("")).read(name)
                for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
            },
            "xl/_rels/workbook.xml.rels": zipfile.ZipFile(raw_workbook("")).read(
                "xl/_rels/workbook.xml.rels"
            ),
            "xl/worksheets/sheet1.xml": prefix + b" " * 50_000_000,
        }
    )
    forged = lying_archive(honest, "xl/worksheets/sheet1.xml", len(prefix), prefix)
    with zipfile.ZipFile(io.BytesIO(forged.getvalue())) as archive:
        assert archive.read("xl/worksheets/sheet1.xml") == prefix
    error = problem_of(forged)
    assert error.code == "suspicious_archive"
    assert "larger than it declares" in str(error)


def test_too_many_files_in_a_workbook_are_refused():
    parts = {f"xl/media/{n}.png": b"" for n in range(2100)}
    error = problem_of(packed({"[Content_Types].xml": b"", **parts}))
    assert (error.code, "2101 files" in str(error)) == ("suspicious_archive", True)


def test_a_value_in_the_last_cell_of_the_sheet_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (row,) = read_table(raw_workbook(header_row("id") + far)).rows()
    assert (row.number, len(row.problems)) == (1048576, 1)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFE2"><v>1</v></c>',
        '<c r="2A"><v>1</v></c>',
        "<c><v>eins</v></c>",
        '<c t="s"><v>99</v></c>',
        '<c t="s"><v>x</v></c>',
        "<c><v>inf</v></c>",
    ],
)
def test_cells_that_make_no_sense_name_their_row(cell):
    error = problem_of(raw_workbook(header_row("id") + f'<row r="2">{cell}</row>'))
    assert error.code == "broken_file"
    assert "a cell in row 2 is not readable" in str(error)


def test_a_long_cell_is_refused_with_row_and_column():
    cell = f'<row r="2"><c r="B2" t="inlineStr"><is><t>{"x" * 5000}</t></is></c></row>'
    error = problem_of(raw_workbook(header_row("id") + cell), limits=Limits(max_field_chars=4000))
    assert (error.code, error.params["row"], error.params["column"]) == ("field_too_long", 2, 2)


def test_a_row_of_endless_text_is_stopped():
    shared = f"<si><t>{'x' * 1000}</t></si>"
    cells = '<c t="s"><v>0</v></c>' * 400
    book = raw_workbook(f'<row r="1">{cells}</row>', shared=shared)
    assert problem_of(book, limits=Limits(max_row_chars=50_000)).code == "line_too_long"


def test_document_types_are_refused():
    entity = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    )
    error = problem_of(raw_workbook("", extra={"xl/worksheets/sheet1.xml": entity}))
    assert "document type definition" in str(error)


@pytest.mark.parametrize("keep", [30, 200, 500, 900])
def test_a_workbook_cut_off_is_called_damaged(keep):
    data = simple_workbook([["id"], ["1"]]).getvalue()
    error = problem_of(io.BytesIO(data[:keep]), name="liste.xlsx")
    assert error.code == "broken_file"
    assert "save it again" in str(error)


def test_a_damaged_part_is_called_damaged():
    for broken in ("<worksheet><sheetData><row>", "<<<", "<worksheet></sheet>"):
        error = problem_of(raw_workbook("", extra={"xl/worksheets/sheet1.xml": broken}))
        assert error.code == "broken_file"


def test_garbled_bytes_never_escape_as_another_error():
    data = bytearray(simple_workbook([["id", "text"], *(["1", "a"] for _ in range(40))]).getvalue())
    for position in range(0, len(data), 37):
        forged = bytearray(data)
        forged[position] ^= 0xFF
        with suppress(TableError):
            assert read_table(io.BytesIO(bytes(forged))).header


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, r"\.docx"),
        ({"[Content_Types].xml": b"", "xl/workbook.bin": b""}, r"\.xlsb"),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, r"\.pptx"),
        ({"foto.jpg": b""}, "ZIP archive"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "OpenDocument"),
    ],
)
def test_other_archives_are_called_by_their_name(parts, kind):
    with pytest.raises(TableError, match=kind) as caught:
        read_table(packed(parts), name="liste.xlsx")
    assert caught.value.code == "not_a_table"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_a_password_is_asked_to_be_removed():
    data = OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert "protected with a password" in str(problem_of(io.BytesIO(data)))


# Old and open formats

ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Blatt">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""

ODS_MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def ods(*rows, repeat=1):
    def cell(value):
        if isinstance(value, str):
            inner = f"<text:p>{value}</text:p>"
            return f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
        if isinstance(value, date):
            attribute = f'office:value-type="date" office:date-value="{value.isoformat()}"'
            return f"<table:table-cell {attribute}/>"
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    body = "".join(
        f'<table:table-row table:number-rows-repeated="{repeat if row is rows[-1] else 1}">'
        f"{''.join(map(cell, row))}</table:table-row>"
        for row in rows
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": ODS_MANIFEST,
            "content.xml": ODS_CONTENT.format(rows=body).encode(),
        }
    )


def test_open_document_tables_are_read():
    table = read_table(ods(["id", "text", "tag"], [12345.0, "Größe", date(2026, 3, 1)]))
    assert (table.format, table.sheet, table.row_count()) == ("ods", "Blatt", 1)
    (row,) = table.rows()
    assert row.values == {"id": "12345", "text": "Größe", "tag": "2026-03-01"}
    assert row.number == 2


def test_an_open_document_bomb_ends_with_a_message():
    bomb = ods(["id"], ["x" * 1000], repeat=1_000_000_000)
    error = problem_of(bomb, limits=Limits(max_helper_bytes=2**29, max_helper_seconds=5))
    assert error.code in ("suspicious_archive", "broken_file")


def test_an_unknown_sheet_of_an_open_document_is_named():
    assert "“Blatt”" in str(problem_of(ods(["id"], ["1"]), sheet="Fehlt"))


def test_something_else_in_the_old_container_is_called_damaged():
    error = problem_of(io.BytesIO(OLE + bytes(4096)), name="alt.xls")
    assert error.code == "broken_file"
    assert "old Excel workbook" in str(error)


OLD_EXCEL = Path(__file__).with_name("old-excel.xls")


def test_old_excel_workbooks_are_read():
    table = read_table(OLD_EXCEL)
    assert (table.format, table.sheet, table.row_count()) == ("xls", "Briefe", 2)
    assert [row.values for row in table.rows()] == [
        {"id": "1", "text": "Größe", "tag": "2026-03-01"},
        {"id": "12345", "text": "=kein Befehl", "tag": ""},
    ]
