"""The calendar of a procedure: events, dates set by hand."""

from typing import Any

urlpatterns: list[Any] = []
