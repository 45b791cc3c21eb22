"""Work that comes round again: apps name it in a module ``periodic.py``, the command does it.

::

    @every(timedelta(days=1))
    def forget_old_drafts() -> None:
        ...

So this lowest app need not know any other. When a step was last done stands in the cache that all
processes share: it is not done more often because the command was started again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult

from .statistics import refresh_all_statistics

TASKS_KEPT = timedelta(days=14)
Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work that comes round again, safe to be done at any time."""

    name: str
    interval: timedelta
    work: Work

    @property
    def _key(self) -> str:
        return f"periodic:{self.name}"

    def do_if_due(self) -> bool:
        """Do it, unless it was done within the interval; what fails is due again at once.

        Returns whether it was done.
        """
        if not cache.add(self._key, True, timeout=self.interval.total_seconds()):
            return False
        try:
            self.work()
        except BaseException:
            cache.delete(self._key)
            raise
        return True


_steps: dict[str, Step] = {}


def every(interval: timedelta) -> Callable[[Work], Work]:
    """Decorator: the command ``periodic`` does this at such intervals."""

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _steps[name] = Step(name, interval, work)
        return work

    return register


def steps() -> Iterable[Step]:
    """All that the apps have named."""
    autodiscover_modules("periodic")
    return list(_steps.values())


@every(timedelta(days=1))
def forget_finished_tasks() -> None:
    """The queue's own notes on what it has done; runs stay."""
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - TASKS_KEPT).delete()


@every(timedelta(days=1))
def tell_sqlite_how_much_there_is() -> None:
    """So that it chooses quick ways; PostgreSQL looks by itself."""
    refresh_all_statistics()


@every(timedelta(days=1))
def forget_ended_sessions() -> None:
    """Sessions of people who logged in once and never logged out."""
    call_command("clearsessions")
