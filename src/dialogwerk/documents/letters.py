"""Reply letters and receipts as PDF."""

from collections.abc import Iterable, Mapping
from typing import Any

from dialogwerk.documents.pdf import render
from dialogwerk.documents.text import paragraphs
from dialogwerk.documents.values import Lang, Office, Point, Receipt, ReplyLetter, Source
from dialogwerk.documents.wording import file_size, long_date, moment, result_label, words


def reply_letter(letter: ReplyLetter) -> bytes:
    """The letter as PDF, laid out after DIN 5008 form B for a window envelope."""
    return render("reply_letter", _letter_view(letter))


def receipt(value: Receipt) -> bytes:
    """The receipt as PDF: its first page is the proof, the text as kept follows."""
    return render("receipt", _receipt_view(value))


def source_label(source: Source, lang: Lang) -> str:
    """A source as one cites it: "Erläuterungsbericht, S. 12"."""
    if not source.page:
        return source.document
    return words(lang)["source_page"].format(document=source.document, page=source.page)


def subject(letter: ReplyLetter) -> str:
    """Subject line, which is the document's title too."""
    say = words(letter.lang)
    if letter.supplement:
        day = long_date(letter.supplement.letter_date, letter.lang)
        return say[f"subject_{letter.supplement.kind}"].format(date=day)
    return say["subject_many" if len(letter.submissions) > 1 else "subject"]


def _letter_view(letter: ReplyLetter) -> dict[str, Any]:
    """What the template shows: texts ready to print, no decisions left."""
    say = words(letter.lang)
    return {
        **_frame(say, letter.office, letter.lang),
        "title": f"{subject(letter)} – {letter.procedure}",
        "date": letter.date.isoformat(),
        "subject": subject(letter),
        "procedure": letter.procedure,
        "recipient": list(letter.recipient),
        "reference": letter.reference,
        "information": _information(letter, say),
        "salutation": letter.salutation or say["greeting"],
        "intro": _intro(letter, say),
        "submissions": [
            [long_date(sent.received_on, letter.lang), sent.receipt_code, sent.channel]
            for sent in letter.submissions
        ],
        "points": [_point(n, p, letter.lang) for n, p in enumerate(letter.points, start=1)],
        "no_points": say["no_changes" if letter.supplement else "no_points"],
        "legal_notes": _flowing(letter.legal_notes),
        "lookup_url": letter.lookup_url,
        "lookup_code": letter.lookup_code,
        "questions": say["questions"].format(reference=letter.reference),
        "signature": list(letter.signature),
    }


def _frame(say: Mapping[str, str], office: Office, lang: Lang) -> dict[str, Any]:
    """What every document with a letterhead needs."""
    return {
        "lang": lang,
        "words": dict(say),
        "office": {
            "name": office.name,
            "department": office.department,
            "address": list(office.address),
            "contacts": _pairs(say, phone=office.phone, email=office.email, web=office.web),
        },
    }


def _pairs(say: Mapping[str, str], **values: str) -> list[list[str]]:
    """Label and value of everything that has a value."""
    return [[say[key], value] for key, value in values.items() if value]


def _information(letter: ReplyLetter, say: Mapping[str, str]) -> list[list[str]]:
    """The information block (Informationsblock) beside the address field."""
    office = letter.office
    return _pairs(
        say,
        reference=letter.reference,
        code_number=letter.code_number,
        contact=office.contact,
        phone=office.phone,
        email=office.email,
        date=long_date(letter.date, letter.lang),
    )


def _intro(letter: ReplyLetter, say: Mapping[str, str]) -> list[dict[str, Any]]:
    return paragraphs(_opening(letter, say)) + [
        paragraph
        for title in letter.represented
        for paragraph in paragraphs(say["represents"].format(title=title))
    ]


def _opening(letter: ReplyLetter, say: Mapping[str, str]) -> str:
    if not letter.supplement:
        return say["intro" if letter.points else "intro_empty"]
    day = long_date(letter.supplement.letter_date, letter.lang)
    standard = say[f"intro_{letter.supplement.kind}"].format(date=day)
    return f"{standard}\n\n{letter.supplement.reason}"


def _point(number: int, point: Point, lang: Lang) -> dict[str, Any]:
    say = words(lang)
    return {
        "heading": say["point"].format(number=number, title=point.title),
        "quotes": [paragraphs(quote) for quote in point.quotes],
        "result": result_label(point.result, lang, passed_to=point.passed_to),
        "answer": paragraphs(point.answer or say["no_answer"]),
        "sources": [source_label(source, lang) for source in point.sources],
    }


def _receipt_view(value: Receipt) -> dict[str, Any]:
    say = words(value.lang)
    return {
        **_frame(say, value.office, value.lang),
        "title": f"{say['receipt_title']} {value.code}",
        "date": value.received_at.date().isoformat(),
        "code": value.code,
        "facts": _facts(value, say),
        "checksum": value.sha256,
        "files": [
            [say["file"].format(name=f.name, size=file_size(f.size, value.lang)), f.sha256]
            for f in value.files
        ],
        "consequence": paragraphs(_consequence(value, say)),
        "lookup_url": value.lookup_url,
        "text": paragraphs(value.text),
    }


def _facts(value: Receipt, say: Mapping[str, str]) -> list[list[str]]:
    timeliness = {True: say["in_time"], False: say["late"], None: ""}[value.in_time]
    deadline = long_date(value.deadline, value.lang) if value.deadline else ""
    return _pairs(
        say,
        received_at=moment(value.received_at, value.lang),
        channel=value.channel,
        procedure=value.procedure,
        files=str(len(value.files)) if value.files else say["no_files"],
        deadline=deadline,
        timeliness=timeliness,
    )


def _consequence(value: Receipt, say: Mapping[str, str]) -> str:
    if value.consequence or value.in_time is None:
        return value.consequence
    return say["in_time_text" if value.in_time else "late_text"]


def _flowing(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [paragraph for text in texts for paragraph in paragraphs(text)]
