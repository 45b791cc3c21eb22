"""Runs another program with bounded memory and time: this process becomes that program."""

from __future__ import annotations

import os

from .confinement import limit


def main(memory: str, seconds: str, *command: str) -> None:
    """Give up what is not needed, then start the program in this process's place."""
    limit(int(memory), int(seconds))
    os.execvp(command[0], command)  # noqa: S606 - no shell, and that is the purpose
