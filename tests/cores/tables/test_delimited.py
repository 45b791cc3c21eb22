"""CSV files as people send them."""

import hashlib
import io
import tracemalloc

import pytest

from dialogwerk.cores.tables import Limits, TableError, read_table

from .building import Endless, csv_file

GERMAN = "id;Straße;Anrede\n1;Äußere Mühlenstraße;Übergröße\n"


def rows(source, **options):
    return [row.values for row in read_table(source, **options).rows()]


@pytest.mark.parametrize(
    ("encoding", "reported"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_umlauts_survive_every_encoding(encoding, reported):
    table = read_table(csv_file(GERMAN, encoding))
    assert table.encoding == reported
    assert [row.values for row in table.rows()] == [
        {"id": "1", "Straße": "Äußere Mühlenstraße", "Anrede": "Übergröße"}
    ]


def test_big_endian_utf_16_with_mark_is_read():
    data = b"\xfe\xff" + GERMAN.encode("utf-16-be")
    assert rows(io.BytesIO(data))[0]["Anrede"] == "Übergröße"


def test_the_euro_sign_tells_iso_8859_15_from_windows_1252():
    text = "Kosten;Ort\n5 €;Köln\n"
    for encoding in ("iso8859-15", "cp1252"):
        table = read_table(csv_file(text, encoding))
        assert table.encoding == encoding
        assert next(table.rows()).values == {"Kosten": "5 €", "Ort": "Köln"}


def test_a_guessed_encoding_is_said_aloud():
    table = read_table(csv_file(GERMAN, "cp1252"))
    assert table.notes == (
        "The file is not UTF-8; it was read as Windows-1252. Please check the umlauts.",
    )
    assert table.notes[0].code == "encoding_guessed"
    assert read_table(csv_file(GERMAN)).notes == ()


def test_another_script_is_left_to_statistics():
    text = "номер;текст\n" + "1;Я против этого проекта, потому что шум мешает всем жителям\n" * 30
    table = read_table(csv_file(text, "cp1251"))
    assert table.notes
    assert next(table.rows()).values["текст"].startswith("Я против")


def test_a_person_may_name_the_encoding():
    table = read_table(csv_file(GERMAN, "cp850"), encoding="cp850")
    assert table.header == ("id", "Straße", "Anrede")
    with pytest.raises(TableError, match="no encoding “klingon”") as caught:
        read_table(csv_file(GERMAN), encoding="klingon")
    assert caught.value.code == "unknown_encoding"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_broken_utf_8_names_the_row(mark):
    good = 'id;text\n1;"Für\nuns"\n2;Bäume\n3;Öl\n'.encode()
    with pytest.raises(TableError) as caught:
        read_table(io.BytesIO(mark + good + b"4;kaputt \xfc hier\n"), name="briefe.csv")
    assert caught.value.code == "undecodable_text"
    assert caught.value.params["row"] == 5
    assert caught.value.params["line"] == 6
    assert caught.value.params["byte"] == len(mark + good) + 10
    assert "Row 5 of “briefe.csv” (line 6, byte" in str(caught.value)


def test_a_file_cut_off_inside_a_character_names_the_row():
    with pytest.raises(TableError) as caught:
        read_table(io.BytesIO("id;text\n1;Größe\n2;ö".encode()[:-1]))
    assert (caught.value.code, caught.value.params["row"]) == ("undecodable_text", 3)


def test_broken_utf_16_names_the_row():
    data = "a;b\n1;2\n3;".encode("utf-16") + b"\x00\xd8\x41\x00"
    with pytest.raises(TableError) as caught:
        read_table(io.BytesIO(data))
    assert caught.value.code == "undecodable_text"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    text = delimiter.join(["id", "text", "ort"]) + "\n"
    text += delimiter.join(["1", "Ja, gern und sofort", "Köln"]).replace(
        "Ja, gern", '"Ja, gern"' if delimiter == "," else "Ja, gern"
    )
    assert read_table(csv_file(text)).delimiter == delimiter


def test_a_line_may_name_the_delimiter():
    table = read_table(csv_file("sep=|\r\nid|text\r\n1|a;b;c\r\n"))
    assert (table.delimiter, table.header) == ("|", ("id", "text"))
    row = next(table.rows())
    assert (row.number, row.line, row.values) == (2, 3, {"id": "1", "text": "a;b;c"})


def test_a_single_column_needs_no_delimiter():
    assert rows(csv_file("text\nHallo, Welt\nTag; Leute\n"), delimiter="\t") == [
        {"text": "Hallo, Welt"},
        {"text": "Tag; Leute"},
    ]
    assert rows(csv_file("text\nlaut\n")) == [{"text": "laut"}]


def test_quotes_hold_line_breaks_delimiters_and_quotes():
    text = 'id;text\r\n1;"Erste Zeile\r\nzweite; mit ""Zitat"""\r\n2;kurz\r\n'
    table = list(read_table(csv_file(text)).rows())
    assert table[0].values["text"] == 'Erste Zeile\r\nzweite; mit "Zitat"'
    assert [(row.number, row.line) for row in table] == [(2, 2), (3, 4)]


def test_old_mac_line_ends_are_rows():
    assert rows(csv_file("id;text\r1;a\r2;b\r")) == [
        {"id": "1", "text": "a"},
        {"id": "2", "text": "b"},
    ]


def test_a_quote_that_never_closes_is_refused_with_its_row():
    text = 'id;text\n1;a\n2;"offen\n3;b\n4;c\n'
    with pytest.raises(TableError) as caught:
        rows(csv_file(text))
    assert (caught.value.code, caught.value.params["row"]) == ("unclosed_quote", 3)


def test_ragged_rows_are_reported_where_they_are():
    table = list(read_table(csv_file("id;text;ort\n1;a\n2;a;b;c\n3;a;b\n4;a;b;\n")).rows())
    assert [row.number for row in table if row.problems] == [2, 3]
    assert table[0].values == {"id": "1", "text": "a", "ort": ""}
    assert "only 2 of 3 columns" in table[0].problems[0]
    assert "4 values for 3 columns" in table[1].problems[0]
    assert table[1].problems[0].params == {"found": 4, "expected": 3}


def test_empty_lines_are_skipped_but_counted():
    table = list(read_table(csv_file("\n\nid;text\n\n1;a\n;\n \n2;b\n\x1a")).rows())
    assert [row.number for row in table] == [5, 8]


def test_zero_characters_are_removed_and_reported():
    table = list(read_table(csv_file("id;text\n1;a\x00b\n2;c\n")).rows())
    assert table[0].values["text"] == "ab"
    assert "NUL" in table[0].problems[0]
    assert table[1].problems == ()


def test_html_right_to_left_and_emoji_pass_unchanged():
    texts = [
        "<script>alert(1)</script> & <b>fett</b>",
        "שלום \u202eעולם",
        "👩‍👩‍👧‍👦 🚲",
        "ﷺ\u200b\u2028x",
    ]
    content = "id;text\n" + "".join(f"{n};{text}\n" for n, text in enumerate(texts))
    assert [row["text"] for row in rows(csv_file(content))] == texts


def test_header_names_lose_stray_white_space():
    table = read_table(csv_file(' id ;"Eingang\n am";Stra\u00dfe ;\n1;2;3;\n'))
    assert table.header == ("id", "Eingang am", "Straße")
    assert next(table.rows()).problems == ()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("id;text;id;ort;text\n1;2;3;4;5\n", "duplicate_column_names", "“id”, “text”"),
        ("id;;text; \n1;2;3;4\n", "empty_column_names", "column 2 has no name"),
        ("\n \n", "empty_file", "is empty"),
        (";;\n", "no_header", "no row with column names"),
        ("", "empty_file", "is empty"),
    ],
)
def test_bad_headers_are_named(text, code, words):
    with pytest.raises(TableError, match=words) as caught:
        read_table(csv_file(text))
    assert caught.value.code == code


def test_the_header_may_stand_further_down():
    text = "Person;;Brief\nName;Ort;Text\nErika;Musterhausen;laut\n"
    assert rows(csv_file(text), header_row=2) == [
        {"Name": "Erika", "Ort": "Musterhausen", "Text": "laut"}
    ]
    with pytest.raises(TableError, match="no row with column names"):
        read_table(csv_file(text), header_row=9)


def test_a_title_above_the_header_is_noted():
    table = read_table(csv_file("Einwendungen 2026;;\n\nid;text;ort\n1;a;b\n"))
    assert table.header == ("id", "text", "ort")
    assert "Row 1 (“Einwendungen 2026”) was taken for a title" in table.notes[0]


def test_too_many_columns_are_refused():
    with pytest.raises(TableError) as caught:
        read_table(csv_file("a;b;c\n"), limits=Limits(max_columns=2))
    assert caught.value.code == "too_many_columns"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"  <!DOCTYPE html><html>", "HTML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "XML"),
        (b'[{"id": 1}]', "JSON"),
        (bytes(range(256)) * 8, "unknown kind"),
        (b"abc\x00\x00\x00\x00\x00\x00\x00\x01", "unknown kind"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(head, kind):
    with pytest.raises(TableError, match=kind) as caught:
        read_table(io.BytesIO(head), name="liste.csv")
    assert caught.value.code == "not_a_table"
    assert "save it as CSV" in str(caught.value)


@pytest.mark.parametrize("start", [b"id;text\n1;", b'id;text\n1;"', b"", b'id;text\n1;"a\nb'])
def test_a_line_of_one_gigabyte_stops_early_and_costs_little_memory(start):
    stream = Endless(start, b"x" * 1000, 10**9)
    tracemalloc.start()
    try:
        with pytest.raises(TableError) as caught:
            rows(stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == "line_too_long"
    assert "quotation mark" in str(caught.value)
    assert stream.handed_out < 80 * 2**20
    assert peak < 100 * 2**20


def test_a_quoted_value_without_end_stops_at_the_limit():
    stream = Endless(b'id;text\n1;a\n2;"', b"so\n", 3 * 10**6)
    with pytest.raises(TableError) as caught:
        rows(stream, limits=Limits(max_row_chars=10**6))
    assert (caught.value.code, caught.value.params["row"]) == ("line_too_long", 3)


def test_a_value_beyond_the_limit_names_row_and_column():
    text = f"id;text\n1;kurz\n2;{'x' * 2000}\n"
    with pytest.raises(TableError) as caught:
        rows(csv_file(text), limits=Limits(max_field_chars=1000))
    assert caught.value.params["row"] == 3
    assert caught.value.params["column"] == 2


def test_a_value_just_below_the_limit_is_read():
    value = "ü" * (2**20)
    assert rows(csv_file(f"id;text\n1;{value}\n"))[0]["text"] == value


def test_a_file_beyond_the_limit_is_refused():
    with pytest.raises(TableError) as caught:
        read_table(csv_file("id;text\n" * 100), limits=Limits(max_bytes=500))
    assert caught.value.code == "file_too_large"


def test_rows_can_be_read_again_and_side_by_side():
    table = read_table(csv_file("id\n1\n2\n3\n"))
    first, second = table.rows(), table.rows()
    next(first)
    assert [row.values["id"] for row in second] == ["1", "2", "3"]
    assert [row.values["id"] for row in first] == ["2", "3"]


def test_a_stream_is_read_from_its_position_and_left_open():
    stream = csv_file("vorher\nid\n1\n")
    stream.readline()
    table = read_table(stream)
    assert table.header == ("id",)
    assert len(list(table.rows())) == 1
    assert not stream.closed


def test_the_digest_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "briefe.csv"
    path.write_bytes(b"id;text\n1;a\n")
    table = read_table(path)
    assert table.name == "briefe.csv"
    assert table.sha256 == hashlib.sha256(b"id;text\n1;a\n").hexdigest()


@pytest.mark.parametrize(("count", "tolerance"), [(0, 0), (7, 0), (5000, 250)])
def test_the_row_count_is_close(count, tolerance):
    text = "id;text\n" + '1;"zwei\nZeilen"\n' * count
    assert abs(read_table(csv_file(text)).row_count() - count) <= tolerance


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("raddialog-bonn-2017.csv", 2163),
        ("raddialog-ehrenfeld-2017.csv", 366),
        ("freiraum-ottensen-2021-themes.csv", 406),
    ],
)
def test_real_contributions_are_read_without_a_problem(real_data, name, count):
    table = read_table(real_data / "dialogues" / name)
    found = list(table.rows())
    assert len(found) == count
    assert not any(row.problems for row in found)
    assert {"title", "text", "url"} <= set(table.header)
    assert all(row.values["title"].strip() for row in found)
