"""Pages of very many rows: found by their keys in an index, from the nearer end."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

PER_PAGE = 50


class KeyedPages(Paginator):
    """Pages that hold primary keys only, in order; `in_order` fetches the rows.

    A page of the second half is looked up from the end, so the last one costs what the first does.
    """

    def __init__(
        self, rows: QuerySet[Any], order: Sequence[str], *, count: int, per_page: int = PER_PAGE
    ) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]
        self._order = order

    def page(self, number: Any) -> Page[int]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        return self._get_page(self._keys(start, end), number, self)

    def _keys(self, start: int, end: int) -> list[int]:
        if start <= self.count // 2:
            return self._slice(self._order, start, end)
        turned = [name[1:] if name.startswith("-") else f"-{name}" for name in self._order]
        return self._slice(turned, self.count - end, self.count - start)[::-1]

    def _slice(self, order: Sequence[str], start: int, end: int) -> list[int]:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return list(rows.order_by(*order).values_list("pk", flat=True)[start:end])


def in_order(rows: QuerySet[Any], keys: Sequence[int]) -> list[Model]:
    """The rows with these keys in this order; one that is gone meanwhile is left out."""
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]
