"""Letters set side by side are the same as those set one after the other, and in their order."""

import subprocess
import sys
import time
from pathlib import Path

from dialogwerk.documents.letters import reply_letter
from dialogwerk.documents.typesetters import typesetters
from tests.documents.examples import letter

SOURCE = """
import multiprocessing, os, signal
from dialogwerk.documents.typesetters import typesetters
from tests.documents.examples import letter

if __name__ == "__main__":
    with typesetters(2) as set_letters:
        set_letters([letter()])()
        print(*(one.pid for one in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_two_processes_set_the_same_letters_in_the_same_order():
    wanted = [letter(code_number=f"P-{number}") for number in range(12)]
    alone = [reply_letter(one) for one in wanted]
    for processes in (1, 2):
        with typesetters(processes) as set_letters:
            assert set_letters(wanted)() == alone


def test_typesetters_end_with_a_parent_that_was_killed(tmp_path):
    script = tmp_path / "killed.py"
    script.write_text(SOURCE)
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    numbers = killed.stdout.split()
    assert numbers, killed.stderr
    deadline = time.monotonic() + 30
    while any(map(is_alive, numbers)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not any(map(is_alive, numbers))


def is_alive(number):
    """Whether the process with this number works; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
