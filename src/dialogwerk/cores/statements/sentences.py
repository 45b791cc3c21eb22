"""German sentences: where one ends and the next begins.

Knows the abbreviations and ordinal numbers of official letters (z. B., Abs., Nr., 5. Mai,
§ 3 Abs. 2 Satz 1.), headings, lists and lines broken by a mail programme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
MONTHS = frozenset(
    listed(
        """
        januar februar märz april mai juni juli august september oktober november dezember jan
        feb mär apr jun jul aug sep sept okt nov dez
        """
    )
)
STARTERS = frozenset(
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
FIXED_NUMBERS = frozenset(listed("satz abs nr seite s art § §§ kapitel anlage ziffer ziff ist auf"))

_STOP = re.compile(r"[.!?…]+[\"“”«»›‹’')\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"((?:[^\W\d_]\.\s?)*[^\W_]+|§§?)\W*$")
_NEXT = re.compile(r"\s+[\"„“«»‚(\[–-]*\s*([^\W_]+|§)?")
_BREAK = re.compile(r"[ \t]*\r?\n(?:[ \t\r]*\n)*[ \t]*")
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
    if following.casefold() in MONTHS or following.isdigit():
        return False
    if len(digits) > 2 or following.casefold() in STARTERS or not following:
        return True
    previous = re.search(r"(§+|[^\W\d_]+)\W*$", text[max(0, number.start() - 20) : number.start()])
    return previous is not None and previous.group(1).casefold() in FIXED_NUMBERS


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
