"""The one door says what is missing before anything else happens."""

import importlib.util
import os
import stat
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def dw(*arguments, **environment):
    return subprocess.run(
        ["/bin/sh", str(ROOT / "dw"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def empty_path(tmp_path):
    """A search path with what the shell script itself needs, and no Python."""
    for name in ("dirname",):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    return str(tmp_path)


def test_a_machine_without_python_gets_a_sentence(tmp_path):
    result = dw("demo", PATH=empty_path(tmp_path))
    assert result.returncode == 1
    assert "needs Python 3.11 or newer" in result.stderr


def test_a_python_that_is_too_old_counts_as_none(tmp_path):
    path = empty_path(tmp_path)
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(old.stat().st_mode | stat.S_IXUSR)
    result = dw("test", PATH=path)
    assert result.returncode == 1
    assert "python3-venv" in result.stderr


def test_its_commands_are_listed():
    result = dw("--help", PATH=os.environ["PATH"])
    assert result.returncode == 0
    for command in ("setup", "demo", "test", "check", "lock"):
        assert command in result.stdout


def test_an_unknown_option_is_refused():
    result = dw("demo", "--fast", PATH=os.environ["PATH"])
    assert result.returncode == 2
    assert "--fast" in result.stderr


def test_what_our_processes_compile_of_packages_is_kept(monkeypatch):
    path = ROOT / "scripts" / "dw.py"
    spec = importlib.util.spec_from_file_location("dw", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    module.keep_bytecode()
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
