"""Where a receipt is answered: each app that gives receipts says how to find the page of one.

So one form, "look up a receipt", serves all of them, whichever app it belongs to::

    receipts.register("contributions", page_of)  # in AppConfig.ready
"""

from collections.abc import Callable

PageOf = Callable[[str], str | None]
"""Gets a receipt in its written form; gives the address of its page, None if it knows none."""

_pages: dict[str, PageOf] = {}


def register(name: str, page_of: PageOf) -> None:
    """Answer for receipts of a kind; a name said again replaces the former."""
    _pages[name] = page_of


def page_of(receipt: str) -> str | None:
    """The address of the page behind this receipt; None if nobody knows it."""
    return next((page for of in _pages.values() if (page := of(receipt))), None)
