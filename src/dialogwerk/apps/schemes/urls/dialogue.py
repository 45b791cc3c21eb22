"""Dates of the informal dialogue."""

from typing import Any

urlpatterns: list[Any] = []
