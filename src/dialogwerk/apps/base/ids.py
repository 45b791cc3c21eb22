"""Receipts and public ids: unguessable, short enough for the telephone, safe against typing errors.

Both are written in Crockford's base 32 (digits and letters without I, L, O and U, see
https://www.crockford.com/base32.html). The last two symbols are check symbols of a Reed–Solomon
code over the field with 32 elements. Two checks give any two valid codes at least three different
symbols, so one or two wrong symbols, and with them every swap of two symbols, are always noticed.
"""

import secrets

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_RANDOM_SYMBOLS = 14
PUBLIC_ID_RANDOM_SYMBOLS = 8
CHECK_SYMBOLS = 2

_STRANGE = _("“{symbol}” never occurs in a code. Please compare it with your receipt.")
_LENGTH = _(
    "A code has {wanted} letters and digits, this one has {found}. Please compare it with your"
    " receipt."
)
_WRONG = _("At least one letter or digit is wrong. Please compare the code with your receipt.")
_NO_PREFIX = _("A code number begins with one to four letters and a dash.")
_OTHER_PREFIX = _("This code number has to begin with {prefix}-.")

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")
_PRIMITIVE_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1


class MistypedReceipt(ValueError):
    """A receipt or public id that cannot have been issued like this; the text says why."""


def _powers_of_alpha() -> list[int]:
    powers, value = [], 1
    for _exponent in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= _PRIMITIVE_POLYNOMIAL
    return powers


_EXP = _powers_of_alpha()
_LOG = {value: exponent for exponent, value in enumerate(_EXP)}


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


_TIMES_ALPHA = [_times(value, _EXP[1]) for value in range(32)]


def _syndromes(values: list[int]) -> tuple[int, int]:
    """The code word as a polynomial, evaluated at 1 and at alpha; both zero for a valid word."""
    at_one = at_alpha = 0
    for value in values:
        at_one ^= value
        at_alpha = _TIMES_ALPHA[at_alpha] ^ value
    return at_one, at_alpha


def _with_checks(values: list[int]) -> list[int]:
    """Append the two symbols that make both syndromes zero."""
    at_one, at_alpha = _syndromes([*values, 0, 0])
    # Solve  first + second = at_one  and  alpha·first + second = at_alpha.
    first = _times(at_one ^ at_alpha, _EXP[31 - _LOG[_EXP[1] ^ 1]])
    return [*values, first, first ^ at_one]


def _new_code(random_symbols: int) -> str:
    bits = secrets.randbits(5 * random_symbols)
    values = [bits >> 5 * place & 31 for place in range(random_symbols)]
    return "".join(ALPHABET[value] for value in _with_checks(values))


def _grouped(code: str, size: int) -> str:
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def _squeezed(text: str) -> str:
    return "".join(
        symbol for symbol in text.upper() if not symbol.isspace() and symbol not in "-–—_."
    )


def _checked(code: str, length: int) -> str:
    code = code.translate(_LOOKALIKES)
    strange = sorted(set(code) - _VALUE.keys())
    if strange:
        raise MistypedReceipt(format_lazy(_STRANGE, symbol=strange[0]))
    if len(code) != length:
        raise MistypedReceipt(format_lazy(_LENGTH, wanted=length, found=len(code)))
    if any(_syndromes([_VALUE[symbol] for symbol in code])):
        raise MistypedReceipt(_WRONG)
    return code


def new_receipt() -> str:
    """A fresh receipt: 70 random bits and two check symbols, e.g. ``7K3M-9QX2-4TFH-R8WD``."""
    return _grouped(_new_code(RECEIPT_RANDOM_SYMBOLS), 4)


def parse_receipt(text: str) -> str:
    """The receipt in its written form, from whatever somebody typed.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1.

    Raises:
        MistypedReceipt: no receipt reads like this.
    """
    length = RECEIPT_RANDOM_SYMBOLS + CHECK_SYMBOLS
    return _grouped(_checked(_squeezed(text), length), 4)


def new_public_id(prefix: str) -> str:
    """A fresh code number for something that is no letter, e.g. ``P-4F7K2-9XQ8M``.

    40 random bits and two check symbols. Unlike receipts these are not secret: keep them unique by
    the database (50,000 of a kind meet by chance once in 900 offices).

    Args:
        prefix: one to four letters that tell people the kind of thing.
    """
    if not (prefix.isascii() and prefix.isalpha() and 1 <= len(prefix) <= 4):
        raise ValueError(f"A prefix is one to four letters, not {prefix!r}.")
    return f"{prefix.upper()}-{_grouped(_new_code(PUBLIC_ID_RANDOM_SYMBOLS), 5)}"


def parse_public_id(text: str, *, prefix: str | None = None) -> str:
    """The code number in its written form, from whatever somebody typed.

    Args:
        text: what was typed; case, spaces and dashes do not matter.
        prefix: the only kind that is accepted here; without it every kind is.

    Raises:
        MistypedReceipt: no code number of this kind reads like this.
    """
    length = PUBLIC_ID_RANDOM_SYMBOLS + CHECK_SYMBOLS
    squeezed = _squeezed(text)
    kind, code = squeezed[:-length], squeezed[-length:]
    if not (kind.isascii() and kind.isalpha() and len(kind) <= 4):
        raise MistypedReceipt(_NO_PREFIX)
    if prefix is not None and kind != prefix.upper():
        raise MistypedReceipt(format_lazy(_OTHER_PREFIX, prefix=prefix.upper()))
    return f"{kind}-{_grouped(_checked(code, length), 5)}"
