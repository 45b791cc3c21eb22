import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.apps.base.ids import (
    ALPHABET,
    MistypedReceipt,
    new_public_id,
    new_receipt,
    parse_public_id,
    parse_receipt,
)

receipts = st.builds(new_receipt)
places = st.integers(0, 15)
symbols = st.sampled_from(ALPHABET)


def _with(code: str, place: int, symbol: str) -> str:
    return code[:place] + symbol + code[place + 1 :]


def _is_refused(code: str) -> bool:
    try:
        parse_receipt(code)
    except MistypedReceipt:
        return True
    return False


def test_a_receipt_has_four_groups_of_four_unmistakable_symbols():
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", new_receipt())


def test_receipts_do_not_repeat():
    assert len({new_receipt() for _ in range(2_000)}) == 2_000


@given(receipts)
def test_a_receipt_reads_back_however_it_is_spaced_and_cased(receipt):
    spoken = receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert parse_receipt(spoken) == receipt
    assert parse_receipt(f"  {receipt.replace('-', '')}\n") == receipt
    assert parse_receipt(receipt.replace("1", "I").replace("-", "–")) == receipt


def test_every_single_wrong_symbol_is_noticed():
    code = new_receipt().replace("-", "")
    wrong = [
        _with(code, place, symbol)
        for place in range(16)
        for symbol in ALPHABET
        if symbol != code[place]
    ]
    assert all(map(_is_refused, wrong))


def test_every_swap_of_two_symbols_is_noticed():
    code = new_receipt().replace("-", "")
    for first in range(16):
        for second in range(first + 1, 16):
            swapped = _with(_with(code, first, code[second]), second, code[first])
            assert swapped == code or _is_refused(swapped)


@given(receipts, places, places, symbols, symbols)
def test_any_two_wrong_symbols_are_noticed(receipt, first, second, one, other):
    code = receipt.replace("-", "")
    wrong = _with(_with(code, first, one), second, other)
    assert wrong == code or _is_refused(wrong)


@given(st.text(max_size=40))
def test_anything_else_that_is_typed_gets_a_sentence(text):
    with pytest.raises(MistypedReceipt, match=r"\.$"):
        parse_receipt(text)


@pytest.mark.parametrize("text", ["", "7K3M", "UUUU-UUUU-UUUU-UUUU", "7K3M-9QX2-4TFH-R8WD-7K3M"])
def test_what_is_no_receipt_is_refused(text):
    with pytest.raises(MistypedReceipt):
        parse_receipt(text)


@given(st.text(string.ascii_letters, min_size=1, max_size=4))
def test_a_public_id_reads_back_without_dashes_and_in_lower_case(prefix):
    code = new_public_id(prefix)
    assert code.startswith(f"{prefix.upper()}-")
    assert parse_public_id(code.lower().replace("-", " ")) == code
    assert parse_public_id(code.replace("-", ""), prefix=prefix) == code


def test_a_public_id_of_another_kind_or_without_kind_is_refused():
    code = new_public_id("P")
    with pytest.raises(MistypedReceipt):
        parse_public_id(code, prefix="A")
    with pytest.raises(MistypedReceipt):
        parse_public_id(code[2:])


def test_a_mistyped_public_id_is_refused():
    code = new_public_id("P")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "2")
    with pytest.raises(MistypedReceipt):
        parse_public_id(wrong)


@pytest.mark.parametrize("prefix", ["", "ABCDE", "P1", "Ä"])
def test_a_prefix_is_one_to_four_plain_letters(prefix):
    with pytest.raises(ValueError, match="one to four letters"):
        new_public_id(prefix)
