"""Calendar files, coming dates and reminders."""

from typing import Any

urlpatterns: list[Any] = []
