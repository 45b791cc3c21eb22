"""Letters read from files."""

import polars as pl
import pytest

from dialogwerk.cores.statements.errors import ColumnsMissing, LettersUnreadable
from dialogwerk.cores.statements.letter_files import of_rows, read_letter_file

TEXTS = ["Es ist zu laut,\n„wirklich“; ja", "", "Lärm 😀 nein"]


@pytest.fixture
def frame():
    return pl.DataFrame({"id": ["1", "2", "3"], "text": TEXTS, "ort": ["a", None, "c"]})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_plain_csv_and_parquet_are_read_alike(tmp_path, frame, separator):
    frame.write_csv(tmp_path / "letters.csv", separator=separator)
    frame.write_parquet(tmp_path / "letters.parquet")
    one, other = (
        read_letter_file(tmp_path / name, text="text", keep=["id", "ort"])
        for name in ("letters.csv", "letters.parquet")
    )
    assert list(one.texts) == list(other.texts) == TEXTS
    assert one.columns["id"].to_list() == other.columns["id"].to_list() == ["1", "2", "3"]
    assert one.bodies.hashes.tolist() == other.bodies.hashes.tolist()


def test_many_portions_are_one_column(tmp_path, monkeypatch):
    monkeypatch.setattr("dialogwerk.cores.statements.letter_files._ROWS", 100)
    texts = [f"Brief {number} über Lärm und Schatten im Dorf." for number in range(1000)]
    pl.DataFrame({"id": range(1000), "text": texts}).write_parquet(tmp_path / "many.parquet")
    found = read_letter_file(tmp_path / "many.parquet", text="text", keep=["id"])
    assert list(found.texts) == texts
    assert found.columns["id"].to_list() == list(range(1000))
    assert found.bodies.entry.tolist() == of_rows(texts, {}).bodies.entry.tolist()


def test_a_missing_column_is_named(tmp_path, frame):
    frame.write_parquet(tmp_path / "letters.parquet")
    with pytest.raises(ColumnsMissing, match=r"no column “Brief”.*“id”, “text”"):
        read_letter_file(tmp_path / "letters.parquet", text="Brief", keep=["id"])


def test_what_is_no_plain_file_is_left_to_others_and_what_is_broken_is_refused(tmp_path):
    old = tmp_path / "old.csv"
    old.write_bytes("id;text\n1;Lärm\n".encode("latin-1"))
    assert read_letter_file(old, text="text", keep=["id"]) is None
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(LettersUnreadable, match=r"broken\.parquet cannot be read"):
        read_letter_file(broken, text="text", keep=["id"])
