"""How people say uncertain dates, in German and English, and back to EDTF."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from .edtf import (
    HALVES,
    NOT_KNOWN,
    OPEN,
    QUARTERS,
    SEASONS,
    THIRDS,
    UNKNOWN,
    Interval,
    NotEdtf,
    Point,
    just_after,
    just_before,
    read,
)


@dataclass(frozen=True)
class _Language:
    months: tuple[str, ...]
    day: str
    unknown: str
    seasons: tuple[str, ...]
    thirds: tuple[str, ...]
    quarters: tuple[str, ...]
    halves: tuple[str, ...]
    decade: str
    century: str
    month_unknown: str
    day_unknown: str
    qualifiers: dict[str, str]
    since: str
    until: str
    between: str


_LANGUAGES = {
    "de": _Language(
        months=(
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ),
        day="{day}. {month}",
        unknown="unbekannt",
        seasons=("Frühjahr", "Sommer", "Herbst", "Winter"),
        thirds=("Anfang {}", "Mitte {}", "Ende {}"),
        quarters=tuple(f"{number}. Quartal {{}}" for number in range(1, 5)),
        halves=("1. Halbjahr {}", "2. Halbjahr {}"),
        decade="{}er-Jahre",
        century="Jahrhundert ab {}",
        month_unknown="{}, Monat unbekannt",
        day_unknown="{}, Tag unbekannt",
        qualifiers={"": "{}", "~": "etwa {}", "?": "vermutlich {}", "%": "vermutlich etwa {}"},
        since="seit {}",
        until="bis {}",
        between="{} bis {}",
    ),
    "en": _Language(
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        day="{day} {month}",
        unknown="unknown",
        seasons=("spring", "summer", "autumn", "winter"),
        thirds=("early {}", "mid-{}", "late {}"),
        quarters=tuple(f"{number} quarter of {{}}" for number in ("1st", "2nd", "3rd", "4th")),
        halves=("1st half of {}", "2nd half of {}"),
        decade="{}s",
        century="century from {}",
        month_unknown="{}, month unknown",
        day_unknown="{}, day unknown",
        qualifiers={"": "{}", "~": "about {}", "?": "probably {}", "%": "probably about {}"},
        since="since {}",
        until="until {}",
        between="{} to {}",
    ),
}


def say(value: Point | Interval, language: str) -> str:
    """The date in words; languages other than German and English are answered in English."""
    words = _LANGUAGES.get(language[:2], _LANGUAGES["en"])
    if isinstance(value, Point):
        return _say_point(value, words)
    if value.end == OPEN and isinstance(value.start, Point):
        return words.since.format(_say_point(value.start, words))
    if value.start == OPEN and isinstance(value.end, Point):
        return words.until.format(_say_point(value.end, words))
    return words.between.format(_say_end(value.start, words), _say_end(value.end, words))


def _say_end(end: Point | str, words: _Language) -> str:
    return _say_point(end, words) if isinstance(end, Point) else words.unknown


def _say_point(point: Point, words: _Language) -> str:
    return words.qualifiers[point.qualifier].format(_say_unqualified(point, words))


def _say_unqualified(point: Point, words: _Language) -> str:
    if point.is_unknown:
        return words.unknown
    if "X" in point.year:
        template = words.century if point.year.endswith("XX") else words.decade
        return template.format(point.year.replace("X", "0"))
    if point.division:
        return _say_division(point.division, point.year, words)
    if point.month == "XX":
        template = words.day_unknown if point.day else words.month_unknown
        return template.format(point.year)
    return _say_calendar_date(point, words)


def _say_division(division: int, year: str, words: _Language) -> str:
    if division in SEASONS:
        season = words.seasons[division - SEASONS[0]]
        is_winter = division == SEASONS[-1]
        return f"{season} {year}/{int(year) + 1:04}" if is_winter else f"{season} {year}"
    for divisions, templates in (
        (QUARTERS, words.quarters),
        (THIRDS, words.thirds),
        (HALVES, words.halves),
    ):
        if division in divisions:
            return templates[division - divisions[0]].format(year)
    raise NotEdtf(f"There is no part {division} of a year.")


def _say_calendar_date(point: Point, words: _Language) -> str:
    if not point.month:
        return point.year
    month = words.months[int(point.month) - 1]
    if point.day.isdigit():
        return f"{words.day.format(day=int(point.day), month=month)} {point.year}"
    month_and_year = f"{month} {point.year}"
    return words.day_unknown.format(month_and_year) if point.day else month_and_year


# Reading. Every pattern is matched against the whole text in lower case with single spaces.

_MONTHS = {
    name.lower(): f"{number:02}"
    for words in _LANGUAGES.values()
    for number, name in enumerate(words.months, start=1)
}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()}
_MONTHS |= {"jänner": "01", "maerz": "03", "mrz": "03", "sept": "09"}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = "(?P<year>[0-9]{4})"

_SEASON_WORDS = {
    **dict.fromkeys(("frühjahr", "frühling", "fruehjahr", "spring"), 0),
    **dict.fromkeys(("sommer", "summer"), 1),
    **dict.fromkeys(("herbst", "autumn", "fall"), 2),
    **dict.fromkeys(("winter",), 3),
}
_THIRD_WORDS = {
    **dict.fromkeys(("anfang", "beginn", "zu beginn", "early", "beginning of"), 0),
    **dict.fromkeys(("mitte", "mid", "middle of"), 1),
    **dict.fromkeys(("ende", "late", "end of"), 2),
}
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            ("1", "i", "erstes", "ersten", "first", "1st"),
            ("2", "ii", "zweites", "zweiten", "second", "2nd"),
            ("3", "iii", "drittes", "dritten", "third", "3rd"),
            ("4", "iv", "viertes", "vierten", "fourth", "4th"),
        )
    )
    for word in words
}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ORDINAL = f"(?P<ordinal>{_any_of(_ORDINALS)})" + r"\.?"
_THIRD = f"(?P<third>{_any_of(_THIRD_WORDS)})"
_OF_YEAR = f"(?:of )?(?:des jahres |the year )?{_YEAR}"

_UNKNOWN_WORDS = {"", "?", "unbekannt", "unknown", "nicht bekannt", "k. a.", "k.a.", "keine angabe"}
_APPROXIMATE = r"(?:ca\.?|circa|zirka|etwa|um|ungefähr|rund|gegen|about|around|approximately|c\.) "
_UNCERTAIN = r"(?:vermutlich|wohl|wahrscheinlich|vielleicht|probably|possibly|perhaps) "
_PREPOSITION = re.compile(r"(?:im jahre?|in the year|in the|in|im|am|vom|jahr|the|on) (?P<rest>.+)")
_SINCE = re.compile(r"(?:seit|ab|since|von|from)(?: dem| der)? (?P<rest>.+)")
_UNTIL = re.compile(r"(?:bis|until|till|up to)(?: zum| zur)? (?P<rest>.+)")
_BEFORE = re.compile(r"(?:vor|before)(?: dem| der)? (?P<rest>.+)")
_AFTER = re.compile(r"(?:nach|after)(?: dem| der)? (?P<rest>.+)")
_TO_THIS_DAY = {"heute", "jetzt", "today", "now", "present", "date"}
_BETWEEN = re.compile(
    r"(?:von |vom |from )?(?P<start>.+?)(?: bis zum | bis | to | until | ?[–—] ?| - )(?P<end>.+)"
)
_TWO_YEARS = re.compile(r"(?P<start>[0-9]{4})-(?P<end>[0-9]{4})")
_YEAR_AND_NEXT = re.compile(r"(?P<year>[0-9]{4})/(?P<next>[0-9]{4}|[0-9]{2})")
_NEIGHBOURS = re.compile(r"(?P<start>[^/]*[^/0-9])/(?P<end>.+)")


def read_words(text: str) -> str | None:
    """The EDTF text for a date as people say it; None if it does not read as one."""
    words = " ".join(text.lower().split())
    if words in _UNKNOWN_WORDS:
        return UNKNOWN
    try:
        edtf = _read_point(words) or _read_interval(words)
        return read(edtf).text if edtf else None
    except NotEdtf:
        return None


def _read_interval(words: str) -> str | None:
    return (
        _read_between(words)
        or _read_with(_SINCE, words, lambda edtf: f"{edtf}/{OPEN}")
        or _read_with(_UNTIL, words, lambda edtf: f"{OPEN}/{edtf}")
        or _read_with(_BEFORE, words, _before)
        or _read_with(_AFTER, words, _after)
        or _read_part_of_month(words)
    )


def _read_with(
    pattern: re.Pattern[str], words: str, make: Callable[[str], str | None]
) -> str | None:
    match = pattern.fullmatch(words)
    edtf = _read_point(match["rest"]) if match else None
    return make(edtf) if edtf else None


def _before(edtf: str) -> str | None:
    point = just_before(_plain(edtf))
    return f"{OPEN}/{point.text}" if point else None


def _after(edtf: str) -> str | None:
    point = just_after(_plain(edtf))
    return f"{point.text}/{OPEN}" if point else None


def _plain(edtf: str) -> Point:
    value = read(edtf)
    if isinstance(value, Point):
        return value
    raise NotEdtf(f"“{edtf}” is no single date.")


def _read_between(words: str) -> str | None:
    if match := _YEAR_AND_NEXT.fullmatch(words):
        return _year_and_next(match["year"], match["next"])
    for pattern in (_TWO_YEARS, _BETWEEN, _NEIGHBOURS):
        if match := pattern.fullmatch(words):
            start, end = _read_ends(match["start"].strip(), match["end"].strip())
            if start is not None and end is not None:
                return f"{start}/{end}"
    return None


def _year_and_next(year: str, following: str) -> str | None:
    expected = f"{int(year) + 1:04}"
    return f"{year}/{expected}" if expected.endswith(following) else None


def _read_ends(start: str, end: str) -> tuple[str | None, str | None]:
    """Both ends; what the first one leaves unsaid ("10. bis 12. Juni 2009") is in the second."""
    if start in _UNKNOWN_WORDS:
        return NOT_KNOWN, _read_point(end)
    if end in _UNKNOWN_WORDS:
        return _read_point(start), NOT_KNOWN
    if end in _TO_THIS_DAY:
        return _read_point(start), OPEN
    tail = end.split()
    candidates = (start, f"{start} {' '.join(tail[-2:])}", f"{start} {tail[-1]}")
    return next(filter(None, map(_read_point, candidates)), None), _read_point(end)


def _read_point(words: str) -> str | None:
    for pattern, qualifier in (
        (_UNCERTAIN + _APPROXIMATE, "%"),
        (_APPROXIMATE, "~"),
        (_UNCERTAIN, "?"),
    ):
        if match := re.match(pattern, words):
            return _qualified(words[match.end() :], qualifier)
    if match := re.fullmatch(r"(.+?) ?(?:\(\?\)|\?)", words):
        return _qualified(match[1], "?")
    return _read_unqualified(words)


def _qualified(words: str, qualifier: str) -> str | None:
    edtf = _read_unqualified(words)
    return edtf + qualifier if edtf else None


def _read_unqualified(words: str) -> str | None:
    for pattern, make in _POINTS:
        if match := pattern.fullmatch(words):
            return make(match)
    match = _PREPOSITION.fullmatch(words)
    return _read_unqualified(match["rest"]) if match else None


def _date(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['number']):02}-{int(match['day']):02}"


def _named_date(match: re.Match[str]) -> str:
    return f"{match['year']}-{_MONTHS[match['month']]}-{int(match['day']):02}"


def _season(match: re.Match[str]) -> str:
    return f"{match['year']}-{SEASONS[_SEASON_WORDS[match['season']]]}"


def _winter(match: re.Match[str]) -> str:
    if _year_and_next(match["year"], match["next"]) is None:
        raise NotEdtf("A winter lasts from one year into the next.")
    return f"{match['year']}-{SEASONS[-1]}"


def _third(match: re.Match[str]) -> str:
    return f"{match['year']}-{THIRDS[_THIRD_WORDS[match['third']]]}"


def _part(match: re.Match[str]) -> str:
    divisions = QUARTERS if match["part"][0] == "q" else HALVES
    number = _ORDINALS[match["ordinal"]]
    if number >= len(divisions):
        raise NotEdtf("A year has two halves.")
    return f"{match['year']}-{divisions[number]}"


_POINTS = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (_YEAR, lambda m: m["year"]),
        (r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})", lambda m: m[0]),
        (r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})", _date),
        (r"(?P<day>[0-9]{1,2})\. ?(?P<number>[0-9]{1,2})\. ?" + _YEAR, _date),
        (r"(?P<number>[0-9]{1,2})[/.] ?" + _YEAR, lambda m: f"{m['year']}-{int(m['number']):02}"),
        (r"(?P<day>[0-9]{1,2})\.? ?" + f"{_MONTH} {_YEAR}", _named_date),
        (_MONTH + r" (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? " + _YEAR, _named_date),
        (f"{_MONTH} {_YEAR}", lambda m: f"{m['year']}-{_MONTHS[m['month']]}"),
        (f"(?P<season>{_any_of(_SEASON_WORDS)}) {_OF_YEAR}", _season),
        (f"winter {_YEAR}/(?P<next>[0-9]{{4}}|[0-9]{{2}})", _winter),
        (f"{_THIRD}[ -]{_OF_YEAR}", _third),
        (f"{_ORDINAL} (?P<part>quartal|quarter|halbjahr|half) {_OF_YEAR}", _part),
        (r"(?P<part>q)(?P<ordinal>[1-4])[ /]" + _YEAR, _part),
        ("(?P<decade>[0-9]{3})0(?:er(?:[ -]jahren?)?|s)", lambda m: f"{m['decade']}X"),
        ("(?:jahrhundert ab|century from) (?P<century>[0-9]{2})00", lambda m: f"{m['century']}XX"),
        (f"{_YEAR}, (?:monat unbekannt|month unknown)", lambda m: f"{m['year']}-XX"),
        (f"{_YEAR}, (?:tag unbekannt|day unknown)", lambda m: f"{m['year']}-XX-XX"),
        (
            f"{_MONTH} {_YEAR}, (?:tag unbekannt|day unknown)",
            lambda m: f"{m['year']}-{_MONTHS[m['month']]}-XX",
        ),
    )
)

_PART_OF_MONTH = re.compile(f"{_THIRD}[ -]{_MONTH} {_YEAR}")


def _read_part_of_month(words: str) -> str | None:
    """ "Anfang Oktober 2010": about ten days, for which ISO 8601-2 has no word of its own."""
    match = _PART_OF_MONTH.fullmatch(words)
    if match is None:
        return None
    month, third = _MONTHS[match["month"]], _THIRD_WORDS[match["third"]]
    last = (10, 20, monthrange(int(match["year"]), int(month))[1])[third]
    start = f"{match['year']}-{month}-{(1, 11, 21)[third]:02}"
    return f"{start}~/{match['year']}-{month}-{last:02}~"
