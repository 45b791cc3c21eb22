"""Make the rehearsed procedure of the demo."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make the rehearsed procedure: invented scheme and people, letters, first answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--letters", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        from dialogwerk.apps.statements.demo import seed

        try:
            seed(letters=options["letters"], number=options["seed"], say=self._say)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
