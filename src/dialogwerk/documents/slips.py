"""Receipt slips as PDF: the codes of many letters, eight to a page, to cut out and send on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogwerk.documents.pdf import render
from dialogwerk.documents.values import Lang
from dialogwerk.documents.wording import long_date, words

_ROOM_FOR_PROCEDURE = 110  # characters; two lines of a slip
_ROOM_FOR_NUMBER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The receipt of one letter.

    Attributes:
        code: receipt code, printed large.
        letter: code number of the letter or contribution.
        received_on: local calendar date of receipt.
        number: number of the letter in the table it came from; optional.
    """

    code: str
    letter: str
    received_on: date
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSheet:
    """Slips of letters that came in together.

    Attributes:
        source: the table or list that they came from, as one names it.
        procedure: title of the procedure.
        date: the file's timestamp.
        lookup_url: page where a code is entered.
        slips: in the order of the table or list.
        to_be_redeemed: the codes are no receipts, but exchanged for them once.
        of_dialogue: of contributions to a dialogue, which are no objections in a procedure.
    """

    source: str
    procedure: str
    date: date
    lookup_url: str
    slips: Sequence[Slip]
    lang: Lang = "de"
    to_be_redeemed: bool = False
    of_dialogue: bool = False


def slip_sheet(value: SlipSheet) -> bytes:
    """The slips as PDF."""
    say = dict(words(value.lang))
    if value.to_be_redeemed or value.of_dialogue:
        prefix = "redeem" if value.to_be_redeemed else "dialogue"
        for name in ("slips_title", "slips_intro", "receipt_code", "lookup_text"):
            say[name] = say[f"{prefix}_{name}"]
    return render(
        "slips",
        {
            "lang": value.lang,
            "words": say,
            "title": say["slips_title"].format(source=value.source),
            "date": value.date.isoformat(),
            "intro": say["slips_intro"],
            "procedure": value.procedure,
            "short-procedure": _shortened(value.procedure, _ROOM_FOR_PROCEDURE),
            "lookup_url": value.lookup_url,
            "slips": [{"code": one.code, "facts": _facts(one, value)} for one in value.slips],
        },
    )


def _facts(slip: Slip, sheet: SlipSheet) -> list[list[str]]:
    """Label and value of what a slip says beside its code."""
    say = words(sheet.lang)
    facts = [
        [say["dialogue_slip" if sheet.of_dialogue else "slip_letter"], slip.letter],
        [say["received_at"], long_date(slip.received_on, sheet.lang)],
        [say["slip_number"], _shortened(slip.number, _ROOM_FOR_NUMBER)],
    ]
    return [fact for fact in facts if fact[1]]


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 2].rstrip()} …"
