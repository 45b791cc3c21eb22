"""Searching without regard to case, also for ä, ö and ü on SQLite, whose LIKE knows ASCII only."""

import re
from typing import Any

from django.db.models import CharField, TextField
from django.db.models.lookups import IContains, IExact, Lookup


class _AnyCase(Lookup):
    """On SQLite, LIKE finds candidates quickly and GLOB with both cases of each letter decides."""

    around_like = around_glob = ""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        text = self.rhs
        if not isinstance(text, str) or text.isascii() or self.bilateral_transforms:
            return self.as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        escaped = connection.ops.prep_for_like_query(text)
        like = self.around_like + re.sub(r"[^\x00-\x7f]", "_", escaped) + self.around_like
        glob = self.around_glob + in_any_case(text) + self.around_glob
        sql = f"({column} LIKE %s ESCAPE '\\' AND {column} GLOB %s)"
        return sql, [*params, like, *params, glob]


class AnyCaseContains(_AnyCase, IContains):
    around_like, around_glob = "%", "*"


class AnyCaseExact(_AnyCase, IExact):
    pass


def in_any_case(text: str) -> str:
    """A GLOB pattern for exactly this text, each letter in either case.

    >>> in_any_case("Öl?")
    '[Öö][Ll][?]'
    """
    return "".join(_either_case(char) for char in text)


def _either_case(char: str) -> str:
    cases = {one for one in (char, char.lower(), char.upper()) if len(one) == 1}
    if char in "*?[" or len(cases) > 1:
        return f"[{''.join(sorted(cases))}]"
    return char


def register() -> None:
    """Every ``__icontains`` and ``__iexact`` on texts works so."""
    for field in (CharField, TextField):
        field.register_lookup(AnyCaseContains)
        field.register_lookup(AnyCaseExact)
