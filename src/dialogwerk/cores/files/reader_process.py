"""The process behind `reader.Reader`: one request a line in, one answer a line out."""

from __future__ import annotations

import errno
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from .confinement import allow_more_time, confine, limit
from .errors import Refused


def main(setting_json: str) -> None:
    """Load the jobs, give up every right that reading does not need, then serve."""
    setting = json.loads(setting_json)
    jobs = importlib.import_module(setting["jobs"])
    jobs.prepare()
    limit(setting["memory"], setting["seconds"], file_bytes=setting["file_bytes"])
    confine(setting["writable"], setting["readable"])
    folder = str(Path(setting["writable"]) / "work")
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        allow_more_time(setting["seconds"])
        answer = _answer(jobs.JOBS, folder, json.loads(line), setting)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _answer(
    jobs: Any, folder: str, line: dict[str, Any], setting: dict[str, Any]
) -> dict[str, Any]:
    try:
        return {"value": jobs[line["job"]](folder, **line["request"])}
    except OSError as error:
        if error.errno == errno.EFBIG:
            params = {"limit_mb": setting["file_bytes"] // 1024**2}
            return {"refused": "too_much_output", "params": params}
        return {"refused": "damaged", "params": {}}
    except Refused as refused:
        return {"refused": refused.code, "params": refused.params}
    except MemoryError:
        params = {"limit_mb": setting["memory"] // 1024**2}
        return {"refused": "too_much_memory", "params": params, "last": True}
    except RecursionError:
        return {"refused": "too_deep", "params": {"limit": sys.getrecursionlimit()}, "last": True}
    except Exception:  # whatever a library says of a file that is made to break it
        return {"refused": "damaged", "params": {}}
