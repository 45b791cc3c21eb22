"""What becomes of a parser that a forged file has taken over."""

import os
import sys
from pathlib import Path

import pytest

from dialogwerk.cores.files import Refused, reader
from dialogwerk.cores.files.reader import Bounds, Reader

MIB = 1024**2
SMALL = Bounds(
    memory_bytes=512 * MIB,
    cpu_seconds=1,
    wall_seconds=5,
    answer_bytes=MIB,
    file_bytes=20 * MIB,
    folder_bytes=40 * MIB,
)


@pytest.fixture
def hostile(monkeypatch):
    plain = reader.isolated

    def isolated(module, *arguments):
        command = plain(module, *arguments)
        here = str(Path(__file__).parent)
        command[3] = f"import sys; sys.path.append({here!r}); " + command[3]
        return command

    monkeypatch.setattr(reader, "isolated", isolated)

    def open_reader(bounds=SMALL, **options):
        return Reader("hostile_jobs", bounds=bounds, **options)

    return open_reader


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("eat_memory", "too_much_memory"),
        ("burn", "too_slow"),
        ("die", "crashed"),
        ("dive", "too_deep"),
        ("talk", "too_much_output"),
        ("fill", "too_much_output"),
        ("one_big_file", "too_much_output"),
        ("refuse", "too_many_pages"),
        ("stumble", "damaged"),
        ("start_program", "damaged"),
        ("connect", "damaged"),
    ],
)
def test_whatever_a_parser_does_the_caller_gets_a_sentence_and_goes_on(hostile, job, code):
    with hostile() as confined:
        with pytest.raises(Refused) as refusal:
            confined.ask(job)
        assert refusal.value.code == code
        assert str(refusal.value).endswith((".", ")"))
        assert confined.ask("fine")["pid"] != os.getpid()


def test_a_parser_that_sleeps_is_ended_by_the_clock(hostile):
    with hostile(Bounds(wall_seconds=1)) as confined:
        with pytest.raises(Refused, match="longer than 1 seconds"):
            confined.ask("sleep")
        assert confined.ask("fine")


def test_a_parser_cannot_write_outside_its_folder(hostile, tmp_path):
    with hostile() as confined:
        with pytest.raises(Refused):
            confined.ask("write", path=str(tmp_path / "x"))
        confined.ask("write", path=str(confined.folder / "x"))
        assert (confined.folder / "x").read_text() == "x"
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock is part of Linux")
def test_native_code_cannot_write_or_read_elsewhere_either(hostile, tmp_path):
    from ctypes import CDLL

    if CDLL(None).syscall(444, None, 0, 1) < 1:
        pytest.skip("this kernel has no Landlock")
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    with hostile() as confined:
        assert confined.ask("write_by_system_call", path=str(tmp_path / "x")) is False
        with pytest.raises(Refused):
            confined.ask("read", path=str(secret))
    with hostile(readable=[str(secret)]) as confined:
        assert confined.ask("read", path=str(secret)) == "geheim"


def test_a_parser_does_not_see_the_settings_of_the_house(hostile, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with hostile() as confined:
        assert "DATABASE_URL" not in confined.ask("environment")


def test_one_process_reads_many_files_and_leaves_nothing_behind(hostile):
    with hostile() as confined:
        assert confined.ask("fine")["pid"] == confined.ask("fine")["pid"]
        folder = confined.folder
    assert not folder.parent.exists()


def test_a_fresh_process_comes_after_so_many_files(hostile, monkeypatch):
    monkeypatch.setattr(reader, "FILES_PER_PROCESS", 2)
    with hostile() as confined:
        pids = [confined.ask("fine")["pid"] for _ in range(4)]
    assert len(set(pids)) == 2
