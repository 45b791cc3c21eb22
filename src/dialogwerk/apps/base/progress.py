"""Who waits while something long is read, checked or grouped."""

from typing import Protocol


class Progress(Protocol):
    """Who waits: a run in the background, or the command line."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None: ...

    def should_stop(self) -> bool: ...


class Silent:
    """Nobody waits."""

    def advance(self, done: int, message: str = "", *, total: int | None = None) -> None:
        pass

    def should_stop(self) -> bool:
        return False
