"""German sentences: where one ends and the next begins.

Knows the abbreviations and ordinal numbers of official letters (z. B., Abs., Nr., 5. Mai,
§ 3 Abs. 2 Satz 1.), headings, lists and lines broken by a mail programme.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import takewhile

from dialogwerk.cores.statements.spans import Span, trimmed
from dialogwerk.cores.statements.words import listed

ABBREVIATIONS = frozenset(
    listed(
        """
        abb abs abschn abt allg anl anm art aufl az bd bes betr bgbl bsp bspw bzgl bzw ca co
        ders dgl dipl dr ebd ehem einschl entspr erg etc evtl exkl ff fr gem ggf ggü gg hr hrsg
        i.d.r inkl ing insb insbes jh jhdt kap kfz lfd lt max med min mind mio mrd mrs mwst nat
        nr nrn num o.ä o.g od phil pol prof rd rdnr rn s.o s.u sog spez st std str tab tel tlw
        u.a u.ä u.u ung usf usw u.v.m verf vgl vorl wg z.b z.t z.zt zit zt zzgl zzt urspr ziff
        lit buchst tgl jährl wöchentl resp abk
        """
    )
)
_MONTHS = frozenset(
    listed(
        """
        januar februar märz april mai juni juli august september oktober november dezember jan
        feb mär apr jun jul aug sep sept okt nov dez
        """
    )
)
_STARTERS = frozenset(
    listed(
        """
        der die das dem den des ein eine einem einen einer ich wir sie er es man mein meine
        unser unsere dies diese dieser dieses hier hiermit dort da daher deshalb darum somit
        folglich zudem außerdem ferner weiterhin auch aber doch jedoch denn und oder wenn weil
        obwohl falls sollte im in am an auf bei mit nach von vor zu zur zum für durch gegen ohne
        um als wie so nur schon seit während trotz wegen bitte nicht kein keine alle alles viele
        manche jeder jede jedes was wer wo warum
        """
    )
)
_FIXED_NUMBERS = frozenset(
    listed("satz abs nr seite s art § §§ kapitel anlage ziffer ziff ist auf")
)

_STOP = re.compile(r"[.!?…]+[\"“”«»›‹’')\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"((?:[^\W\d_]\.\s?)*[^\W_]+|§§?)\W*$")
_NEXT = re.compile(r"\s+[\"„“«»‚(\[–-]*\s*([^\W_]+|§)?")
_BREAK = re.compile(r"[ \t]*\r?\n(?:[ \t\r]*\n)*[ \t]*")
_LOOK_BACK = 16
_BULLET = re.compile(r"(?:[-–—•·*▪‣○]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``, without the white space between them.

    >>> letter = "Nach § 3 Abs. 2 Satz 1. Das gilt z. B. am 5. Mai. Nein!"
    >>> [span.of(letter) for span in sentences(letter)]
    ['Nach § 3 Abs. 2 Satz 1.', 'Das gilt z. B. am 5. Mai.', 'Nein!']
    """
    until = len(text) if end is None else end
    found, at = [], start
    for cut in sorted({*_stops(text, start, until), *_breaks(text, start, until), until}):
        span = trimmed(text, at, cut)
        if span is not None:
            found.append(span)
            at = cut
    return found


def sentences_with(
    text: str, start: int, end: int, begins: Sequence[int], wanted: Iterable[tuple[int, int]]
) -> list[Span]:
    """Those of `sentences` that have some of the wanted words: quicker where these are few.

    Args:
        begins: where the words of the text begin, ascending.
        wanted: ranges of words that begin in ``text[start:end]``, ascending, none empty.

    >>> letter = "Es ist zu laut. Das gilt z. B. am 5. Mai. Nein!"
    >>> begins = [match.start() for match in re.finditer(r"\\w+", letter)]
    >>> [span.of(letter) for span in sentences_with(letter, 0, len(letter), begins, [(6, 7)])]
    ['Das gilt z. B. am 5. Mai.']
    """
    breaks = list(_breaks(text, start, end))
    found: list[Span] = []
    at = start
    for first, last in wanted:
        word, until = begins[first], begins[last - 1]
        if at > until:
            continue
        if at <= word:
            at = _cut_before(text, at, end, begins, first, breaks)
        later = breaks[bisect_right(breaks, at) :]
        for cut in merge(_stops(text, at, end), later, (end,)):
            span = trimmed(text, at, cut) if cut > word else None
            if span is not None:
                found.append(span)
            at = max(at, cut)
            if at > until:
                break
    return found


def _cut_before(
    text: str, start: int, end: int, begins: Sequence[int], word: int, breaks: Sequence[int]
) -> int:
    """The last cut at or before the beginning of a word; ``start`` if there is none."""
    place = bisect_right(breaks, begins[word])
    lowest = max(start, breaks[place - 1]) if place else start
    step = _LOOK_BACK
    while True:
        # From the beginning of a word, because no stop is cut in two there.
        at = max(lowest, begins[word - step]) if step <= word else lowest
        before = list(takewhile(begins[word].__ge__, _stops(text, at, end)))
        if before or at == lowest:
            return max((lowest, *before[-1:]))
        step *= 2


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of sentences by full stop, exclamation and question mark."""
    for match in _STOP.finditer(text, start, end):
        after = _NEXT.match(text, match.end())
        if after is None or _ends_sentence(text, match, after.group(1) or ""):
            yield match.end()


def _writes_without_capitals(text: str) -> bool:
    """Whether the writer hardly ever uses a capital letter, so that none marks a new sentence."""
    head = text[:400]
    return sum(map(str.isupper, head)) * 100 < len(head)


def _ends_sentence(text: str, stop: re.Match[str], following: str) -> bool:
    if following and following[0].islower() and not _writes_without_capitals(text):
        return False
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(0, stop.start() - 24), stop.start())
    if before is None:
        return True
    word = before.group(1).casefold().replace(" ", "")
    if word[-1].isdigit():
        return _number_ends_sentence(text, before, word, following)
    last = word.rsplit(".", 1)[-1]
    return not (
        word in ABBREVIATIONS or last in ABBREVIATIONS or (len(last) == 1 and last.isalpha())
    )


def _number_ends_sentence(text: str, number: re.Match[str], digits: str, following: str) -> bool:
    """Tell "Satz 1. Das" (end) from "am 5. Mai" and "der 2. Bauabschnitt" (ordinal numbers)."""
    if following.casefold() in _MONTHS or following.isdigit():
        return False
    if len(digits) > 2 or following.casefold() in _STARTERS or not following:
        return True
    previous = re.search(r"(§+|[^\W\d_]+)\W*$", text[max(0, number.start() - 20) : number.start()])
    return previous is not None and previous.group(1).casefold() in _FIXED_NUMBERS


def _breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of sentences by blank lines, lists, headings and lines that end with a stop."""
    if "\n" not in text:
        return
    usual = max(map(len, text.splitlines()))
    line_start = start
    for match in _BREAK.finditer(text, start, end):
        line = text[line_start : match.start()]
        if match.group().count("\n") > 1 or _line_stands_alone(text, line, match.end(), usual):
            yield match.start()
        line_start = match.end()


def _line_stands_alone(text: str, line: str, following: int, usual: int) -> bool:
    if not line or following >= len(text) or _BULLET.match(text, following):
        return True
    if line[-1] in "!?:;…" or (line[-1] == "." and not _abbreviated(line)):
        return True
    upper = text[following].isupper() or text[following].isdigit()
    return upper and len(line) < 0.6 * usual and not line.endswith((",", "-"))


def _abbreviated(line: str) -> bool:
    last = line.rstrip(".").split()[-1:]
    word = last[0].casefold() if last else ""
    return word in ABBREVIATIONS or len(word) == 1 or word.isdigit()
