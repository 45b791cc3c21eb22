"""Reads a case as people write it (JSON, a form, a command) into the arguments of `schedule`.

Generous with what means the same, strict with what could be meant in two ways.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import TypedDict
from zoneinfo import ZoneInfo

from .errors import DeadlineError, WrongDate
from .procedures import procedure_type, procedure_types
from .reading_errors import (
    CaseUnreadable,
    GivenTwice,
    UnknownKey,
    ValueMissing,
    WrongOverride,
    WrongValue,
)
from .reading_names import folded, land_code, type_and_variant, variant_id

EXAMPLE = (
    '{"type": "planfeststellung", "land": "NW", "eia": false, '
    '"events": {"display_start": "2026-03-02"}}'
)
KEYS = ("type", "variant", "land", "eia", "events", "municipality", "circumstances", "overrides")
SHOWN = 80
NOWHERE = {"kleine_anfrage": "NW"}
"""The Land of types that only one parliament has, if none is given."""

_OTHER_KEYS = {"procedure_type": "type", "uvp": "eia"}
_YES = frozenset({"yes", "y", "true", "1", "ja", "j", "wahr", "mit", "withuvp", "mituvp"})
_NO = frozenset({"no", "n", "false", "0", "nein", "falsch", "ohne", "ohneuvp"})
_UNKNOWN = frozenset({"", "unknown", "unbekannt", "null", "none", "offen", "unclear", "unklar"})
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_GERMAN_DAY = re.compile(r"(?:[^\W\d]+\.?,\s*)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\Z")


class CaseArguments(TypedDict):
    """The arguments of `schedule`, by name."""

    procedure_type: str
    variant: str
    land: str
    eia: bool | None
    events: dict[str, date]
    municipality: str
    circumstances: tuple[str, ...]
    overrides: dict[str, date]


def read_case(raw: object) -> CaseArguments:
    """Read a case from values as they come out of JSON.

    Keys: type, land, events; variant, eia, municipality, circumstances, overrides if wanted.
    Others are left alone, unless they look like one of these misspelt.

    Args:
        raw: a mapping. Days are ISO ("2026-03-02") or German ("02.03.2026"); null is no event.
            eia is true, false, null or a word; the Land a code or a name, several joined by "/".

    Raises:
        DeadlineError: with the sentence that says what is wrong.

    >>> case = read_case({"type": "Planfeststellung", "land": "Nordrhein-Westfalen", "eia": "nein",
    ...                   "events": {"display_start": "02.03.2026", "hearing": None}})
    >>> case["land"], case["eia"], case["events"]
    ('NW', False, {'display_start': datetime.date(2026, 3, 2)})
    """
    if not isinstance(raw, Mapping):
        raise CaseUnreadable(example=EXAMPLE)
    values = _by_known_key(raw)
    type_, variant = read_type(values.get("type"))
    given = values.get("variant")
    return {
        "procedure_type": type_,
        "variant": read_variant(type_, given) if given else variant,
        "land": read_land(type_, values.get("land")),
        "eia": read_eia(values.get("eia")),
        "events": read_events(type_, values.get("events")),
        "municipality": _text("municipality", values.get("municipality")),
        "circumstances": read_circumstances(type_, values.get("circumstances")),
        "overrides": read_overrides(type_, values.get("overrides")),
    }


def read_type(given: object) -> tuple[str, str]:
    """Id of the type, and the variant that its name may already say.

    >>> read_type("Planfeststellung")
    ('planfeststellung', '')
    """
    text = _text("type", given)
    if not text:
        raise ValueMissing(key="type", known=", ".join(one.id for one in procedure_types()))
    type_, variant = type_and_variant(text)
    return procedure_type(type_).id, variant


def read_variant(type_: str, given: object) -> str:
    """Id of the special law: "§ 17 FStrG", "FStrG" and "fstrg" are the same.

    What is not recognised is left as it is, for `schedule` to refuse.
    """
    return variant_id(type_, _text("variant", given))


def read_land(type_: str, given: object) -> str:
    """Code of a Land, or several joined by "/".

    >>> read_land("planfeststellung", "DE (SH/NI)"), read_land("planfeststellung", "Bayern, he")
    ('SH/NI', 'BY/HE')
    """
    if isinstance(given, list | tuple):
        given = "/".join(_text("land", one) for one in given)
    text = _text("land", given) or NOWHERE.get(type_, "")
    if not text:
        raise ValueMissing(key="land", known="NW, NI, BY, …, SH/NI, DE")
    return land_code(text)


def read_eia(given: object) -> bool | None:
    """Whether there is an environmental impact assessment; None if that is not known.

    >>> read_eia("ja"), read_eia(False), read_eia("unknown")
    (True, False, None)
    """
    if given is None or isinstance(given, bool):
        return given
    word = folded(str(given)) if isinstance(given, str | int) else "?"
    for words, meaning in ((_YES, True), (_NO, False), (_UNKNOWN, None)):
        if word in words:
            return meaning
    raise WrongValue(
        key="eia",
        given=_shown(given),
        expected="true, false or null (yes, no, unknown)",
        expected_de="true, false oder null (ja, nein, unbekannt)",
    )


def read_events(type_: str, given: object) -> dict[str, date]:
    """Recorded days by event; what is null or empty has not happened."""
    return _days(_event_names(type_), _object("events", given), WrongDate)


def read_overrides(type_: str, given: object) -> dict[str, date]:
    """Days set by hand, by step."""
    return _days(_step_names(type_), _object("overrides", given), WrongOverride)


def read_circumstances(type_: str, given: object) -> tuple[str, ...]:
    """Facts that change the course: a list, words with commas, or an object of true and false."""
    if given is None:
        return ()
    if isinstance(given, str):
        given = given.split(",")
    if isinstance(given, Mapping):
        given = [name for name, holds in given.items() if holds is True]
    if not isinstance(given, list | tuple | set | frozenset):
        raise WrongValue(
            key="circumstances",
            given=_shown(given),
            expected="a list of names",
            expected_de="eine Liste von Namen",
        )
    known = _circumstance_names(type_)
    words = (_text("circumstances", one) for one in given)
    return tuple(dict.fromkeys(known.get(folded(word), shortened(word)) for word in words if word))


def read_day(given: object) -> date | None:
    """A calendar day, ISO or German; None if it is none.

    A time of day is left away; with a time zone the day in Germany counts.

    >>> read_day("2026-03-02"), read_day("Montag, 02.03.2026"), read_day("2026-02-30")
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), None)
    """
    if isinstance(given, datetime):
        return _in_germany(given)
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or len(given) > SHOWN:
        return None
    text = given.strip()
    try:
        if _ISO_DAY.match(text):
            return date.fromisoformat(text)
        german = _GERMAN_DAY.match(text)
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return _in_germany(datetime.fromisoformat(text)) if len(text) > 10 else None
    except (ValueError, OverflowError):
        return None


def shortened(value: object) -> str:
    """A value as it is shown in a sentence, of bounded length.

    >>> shortened("x" * 200)[-3:]
    'xx…'
    """
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _in_germany(moment: datetime) -> date:
    if moment.utcoffset() is None:
        return moment.date()
    return moment.astimezone(ZoneInfo("Europe/Berlin")).date()


def _by_known_key(raw: Mapping[object, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in raw.items():
        name = _OTHER_KEYS.get(str(key), str(key))
        if name in KEYS:
            values[name] = value
        elif close := get_close_matches(name[:SHOWN].casefold(), KEYS, 1, 0.85):
            raise UnknownKey(given=shortened(name), meant=close[0])
    return values


def _text(key: str, given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise WrongValue(key=key, given=_shown(given), expected="a word", expected_de="ein Wort")
    return shortened(given.strip())


def _object(key: str, given: object) -> Mapping[object, object]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise WrongValue(
            key=key,
            given=_shown(given),
            expected='an object of names and days such as {"display_start": "2026-03-02"}',
            expected_de='ein Objekt aus Namen und Tagen wie {"display_start": "2026-03-02"}',
        )
    return given


def _days(
    known: Mapping[str, str], given: Mapping[object, object], wrong: type[DeadlineError]
) -> dict[str, date]:
    found: dict[str, date] = {}
    for key, value in given.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        name = known.get(folded(str(key)), shortened(str(key)))
        day = read_day(value)
        if day is None:
            raise wrong(event=name, given=shortened(value))
        if found.setdefault(name, day) != day:
            raise GivenTwice(name=name, first=found[name], second=day)
    return found


def _shown(value: object) -> str:
    """A value as it stands in the JSON."""
    return shortened(json.dumps(value, ensure_ascii=False, default=str))


@cache
def _event_names(type_: str) -> Mapping[str, str]:
    events = procedure_type(type_).events
    return _names((one.id, (one.id, one.name.de, one.name.en)) for one in events)


@cache
def _step_names(type_: str) -> Mapping[str, str]:
    steps = procedure_type(type_).steps
    return _names((one.step, (one.step, one.name.de, one.name.en)) for one in steps)


@cache
def _circumstance_names(type_: str) -> Mapping[str, str]:
    facts = procedure_type(type_).circumstances
    return _names((one.id, (one.id, one.name.de, one.name.en)) for one in facts)


def _names(rules: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    """What people may write → id; ids go before names."""
    every = list(rules)
    found = {folded(id_): id_ for id_, _written in every}
    for id_, written in every:
        for words in written:
            found.setdefault(folded(words), id_)
    return found
