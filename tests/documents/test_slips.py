"""Receipt slips as they are cut out."""

from datetime import date

import pytest

from dialogwerk.documents.slips import Slip, SlipSheet, slip_sheet

from .pdf_gate import check_pdf, page_texts, plain_text

HOSTILE = r'#panic("x") $a^2$ *b* ] [ } { <e> @f // h'


def sheet(count=1, **fields):
    slips = [
        Slip(
            code=f"K7QF-2M9X-4TRD-{n:04}",
            letter=f"E-{n:010}",
            received_on=date(2026, 11, 2),
            number=fields.pop("number", str(n)),
        )
        for n in range(count)
    ]
    return SlipSheet(
        **{
            "source": "briefe.csv",
            "procedure": "Windpark Hohe Heide",
            "date": date(2026, 11, 22),
            "lookup_url": "https://dialog.beispiel.example/beleg/",
            "slips": slips,
        }
        | fields
    )


def test_slips_are_accessible_and_eight_stand_on_a_page():
    data = slip_sheet(sheet(9))
    assert check_pdf(data) == ()
    assert [page.count("K7QF-2M9X-4TRD-") for page in page_texts(data)] == [8, 1]


def test_a_slip_says_how_to_look_up_and_nothing_of_the_sender():
    text = plain_text(slip_sheet(sheet()))
    for part in (
        "Beleg-Code",
        "E-0000000000",
        "2. November 2026",
        "/beleg/",
        "Nummer in der Quelle",
    ):
        assert part in text


def test_a_letter_without_a_number_has_no_empty_label():
    assert "Nummer in der Quelle" not in plain_text(slip_sheet(sheet(number="")))


def test_english_slips_say_so():
    data = slip_sheet(sheet(lang="en"))
    assert b"/Lang(en-GB)" in data
    assert "Receipts for briefe.csv" in plain_text(data)


@pytest.mark.parametrize("field", ["source", "procedure"])
def test_names_are_never_markup_and_long_ones_stay_on_their_slip(field):
    text = plain_text(slip_sheet(sheet(8, **{field: HOSTILE})))
    assert '#panic("x") $a^2$ *b*' in text
    long = slip_sheet(sheet(8, **{field: "Windpark " * 40}))
    assert len(page_texts(long)) <= 2
    assert check_pdf(long) == ()


def test_a_number_is_never_markup():
    assert "#panic" in plain_text(slip_sheet(sheet(number=HOSTILE)))
