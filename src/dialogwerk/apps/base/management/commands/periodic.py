"""What has to happen again and again: seal the journal, resume runs, and what the apps name."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from dialogwerk.apps.base.journal import seal_all
from dialogwerk.apps.base.periodic import steps
from dialogwerk.apps.base.runs import reap_runs

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_THOROUGH_SEALS = 3600


class Command(BaseCommand):
    help = "Seal the journal, resume the runs of killed workers and tidy up, again and again."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ended = threading.Event()
        self.next_thorough_seal = 0.0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=10, help="Seconds between two rounds (default: 10)."
        )
        parser.add_argument("--once", action="store_true", help="One round, then end.")

    def handle(self, *_args: Any, interval: float, once: bool, **_options: Any) -> None:
        if once:
            self.seal_journal()
            self.resume_runs()
            for step in steps():
                step.do_if_due()
            return
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: self.ended.set())
        while not self.ended.is_set():
            self.do_round()
            self.ended.wait(interval)

    def do_round(self) -> None:
        self.attempt("sealing the journal", self.seal_journal)
        self.attempt("resuming runs", self.resume_runs)
        for step in steps():
            if not self.ended.is_set():
                self.attempt(step.name, step.do_if_due)

    def attempt(self, name: str, step: Callable[[], object]) -> None:
        """A round that fails, say while the database restarts, must not end the next ones."""
        close_old_connections()
        try:
            step()
        except Exception:
            logger.exception("Periodic step %s failed; trying again next time", name)

    def seal_journal(self) -> None:
        thorough = time.monotonic() >= self.next_thorough_seal
        for new in seal_all(timezone.now(), thorough=thorough):
            logger.info("Sealed %d journal entries as %s", new.size, new)
        if thorough:
            self.next_thorough_seal = time.monotonic() + SECONDS_BETWEEN_THOROUGH_SEALS

    def resume_runs(self) -> None:
        for run in reap_runs(timezone.now()):
            logger.warning("Run %s had no sign of life and was queued again", run.public_id)
