"""Public notices: drafted, checked, published."""

from typing import Any

urlpatterns: list[Any] = []
