"""A short kill test with every run of the suite; ``benchmarks/intake.py kill`` is the long one."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_no_mail_is_lost_or_doubled_when_the_intake_is_killed():
    command = [sys.executable, str(ROOT / "benchmarks" / "intake.py"), "kill"]
    done = subprocess.run(
        [*command, "--letters", "200", "--kills", "2"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = json.loads(done.stdout)
    assert found["holds"]
    assert (found["lost"], found["doubled"]) == (0, 0)
