"""CSV that is safe to open, and comes back as it was."""

import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogwerk.cores.tables import TableError, read_table, restore_cell, safe_cell, write_csv

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
names = st.lists(
    st.text(string.ascii_letters + "äöüß_ -.", min_size=1, max_size=12)
    .map(lambda name: " ".join(name.split()))
    .filter(bool),
    min_size=1,
    max_size=5,
    unique=True,
)


@st.composite
def tables(draw):
    header = draw(names)
    row = st.lists(texts, min_size=len(header), max_size=len(header))
    visible = row.filter(lambda values: any(value.strip().strip("\x1a") for value in values))
    return header, draw(st.lists(visible, max_size=8))


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+49 221 0000",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =HYPERLINK(1)",
        "\xa0=1",
        "\u200b=1",
        "\ufeff=1",
        "\x00=1",
        "\u202e=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "−1",
        "'=1",
        "''\t=1",
    ],
)
def test_what_could_run_as_a_formula_is_made_text(value):
    assert safe_cell(value) == "'" + value
    assert restore_cell(safe_cell(value)) == value


@pytest.mark.parametrize(
    "value", ["", "Ja", "1-2", "a=b", "'s Gravenweg", "'", " ", "5 - 3", "(=)"]
)
def test_ordinary_text_stays_as_it_is(value):
    assert safe_cell(value) == value
    assert restore_cell(value) == value


@settings(deadline=None)
@given(texts)
def test_making_safe_can_be_undone(value):
    assert restore_cell(safe_cell(value)) == value


@settings(deadline=None)
@given(texts)
def test_no_safe_cell_begins_with_a_sign_of_a_formula(value):
    assert not safe_cell(value).lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert not safe_cell(value).startswith(("\t", "\r", "\n"))


@settings(deadline=None)
@given(tables())
def test_what_was_written_is_read_again(table):
    header, rows = table
    target = io.BytesIO()
    assert write_csv(target, header, rows) == len(rows)
    target.seek(0)
    found = read_table(target)
    assert [restore_cell(name) for name in found.header] == header
    assert found.delimiter == ";"
    assert [[restore_cell(value) for value in row.values.values()] for row in found.rows()] == rows
    assert not any(row.problems for row in found.rows())


def test_the_file_is_what_excel_expects(tmp_path):
    path = tmp_path / "synopse.csv"
    assert write_csv(path, ["id", "Größe"], [["1", "=1+1"], ["2", 'a;"b"\r\nc']]) == 2
    assert path.read_bytes() == (
        b'\xef\xbb\xbfid;Gr\xc3\xb6\xc3\x9fe\r\n1;\'=1+1\r\n2;"a;""b""\r\nc"\r\n'
    )


def failing():
    yield ["1"]
    raise RuntimeError("stopped")


def test_a_path_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "synopse.csv"
    path.write_text("alt")
    with pytest.raises(RuntimeError):
        write_csv(path, ["id"], failing())
    assert path.read_text() == "alt"
    assert list(tmp_path.iterdir()) == [path]
    write_csv(path, ["id"], [["1"]])
    assert path.read_bytes() == b"\xef\xbb\xbfid\r\n1\r\n"
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_row_of_another_length_is_refused():
    with pytest.raises(TableError, match="Row 2 cannot be written: it has 1 values") as caught:
        write_csv(io.BytesIO(), ["a", "b"], [["1", "2"], ["3"]])
    assert caught.value.code == "row_shape"


def test_half_a_character_is_refused_with_its_row():
    with pytest.raises(TableError, match=r"Row 1 .* \(U\+D800\)"):
        write_csv(io.BytesIO(), ["a"], [["\ud800"]])


def test_a_stream_stays_open():
    target = io.BytesIO()
    write_csv(target, ["a"], [])
    assert target.getvalue() == b"\xef\xbb\xbfa\r\n"
