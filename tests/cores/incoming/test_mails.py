"""What a mail says, who sent it, when it came, and what came with it."""

import pytest

from dialogwerk.cores.files import Refused
from dialogwerk.cores.incoming.limits import Limits
from dialogwerk.cores.incoming.mails import read_mail

from . import making
from .conftest import codes

LIMITS = Limits()


def arrived(content):
    return read_mail(content, LIMITS)[0]


def test_a_plain_mail_is_read_with_sender_subject_and_the_stamp_of_the_last_server():
    found = arrived(making.mail())
    assert found.text.startswith("Ich wende mich gegen")
    assert (found.title, found.name, found.email) == (
        "Einwendung",
        "Ina Beispiel",
        "ina@beispiel.example",
    )
    assert found.received == (("mx.behoerde.example", "2026-03-02T09:11:12+00:00"),)


def test_the_senders_own_date_is_never_a_moment_of_receipt():
    found = arrived(
        b"From: a@b.example\nSubject: x\nDate: Sun, 01 Feb 2026 09:00:00 +0100\n\nHallo\n"
    )
    assert found.received == ()


def test_a_formatted_mail_gives_words_and_nothing_that_acts():
    html = (
        "<html><head><style>p{}</style></head><body><p>Zu <b>laut</b>.</p>"
        "<script>alert(1)</script><p style='display:none'>unsichtbar</p>"
        "<img src='https://zaehler.example/x.gif'><ul><li>Lärm<li>Schatten</ul></body></html>"
    )
    raw = (
        b"From: a@b.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n" + html.encode()
    )
    found = arrived(raw)
    assert found.text == "Zu laut.\n\nLärm\nSchatten"
    assert {"from_html", "tracking"} <= set(codes(found))


def test_the_plain_part_is_preferred_unless_it_is_a_stand_in():
    both = making.EmailMessage()
    both["From"], both["Subject"] = "a@b.example", "x"
    both.set_content("Ihr Programm zeigt kein HTML.")
    both.add_alternative(f"<p>{making.LETTER}</p>", subtype="html")
    assert arrived(both.as_bytes()).text.startswith("Ich wende mich")
    both.clear_content()
    both.set_content(making.LETTER)
    both.add_alternative("<p>kurz</p>", subtype="html")
    assert arrived(both.as_bytes()).text.startswith("Ich wende mich")


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_a_covering_note_of_courtesies_gives_way_to_the_attached_letter(kind):
    lines = [making.LETTER.replace("\n", " "), "Mit freundlichen Grüßen"]
    content = {
        "pdf": making.pdf("\n".join(lines)),
        "docx": making.docx(*lines),
        "odt": making.odt(*lines),
    }[kind]
    note = (
        "Sehr geehrte Damen und Herren,\n\nanbei meine Einwendung.\n\nViele Grüße\nIna Beispiel\n"
    )
    raw = making.mail(note, files=[(f"brief.{kind}", "application/octet-stream", content)])
    found, files = read_mail(raw, LIMITS)
    assert found.text.startswith("Ich wende mich gegen den geplanten Windpark.")
    assert "anbei" not in found.text
    assert "letter_is_attachment" in codes(found)
    assert [file.content for file in files] == [content]


def test_one_sentence_more_in_the_covering_note_and_it_is_kept():
    note = "Anbei meine Einwendung. Turm 7 steht zu nah.\n"
    raw = making.mail(note, files=[("brief.docx", "application/x", making.docx(making.LETTER))])
    found = arrived(raw)
    assert found.text.startswith("Anbei meine Einwendung. Turm 7 steht zu nah.\n\nIch wende mich")


@pytest.mark.parametrize(
    "sentence",
    [
        "Anbei meine Einwendung, weil Turm 7 zu nah steht.",
        "Hallo ich bin dagegen.",
        "Windkraft Nein Danke",
        "Viele Grüße aus dem Dorf, das ihr kaputt macht",
        "Im Anhang steht wenig; wichtiger ist der Rotmilan.",
        "Meine Einwendung gilt vor allem Turm 7 und steht im Anhang, lest sie",
    ],
)
def test_words_that_say_something_are_never_taken_for_courtesy(sentence):
    raw = making.mail(sentence, files=[("brief.docx", "application/x", making.docx(making.LETTER))])
    assert sentence in arrived(raw).text


def test_a_quotation_below_is_left_out_of_the_reading():
    text = (
        f"{making.LETTER}\n\nAm 3. März 2026 um 09:12 schrieb Das Amt <amt@behoerde.example>:\n"
        "> Guten Tag,\n> danke.\n"
    )
    found = arrived(making.mail(text))
    assert found.text == making.LETTER
    assert "quotation_left_out" in codes(found)


def test_answers_between_quoted_lines_stay_with_what_they_answer():
    text = "> Wo wohnen Sie?\nAm Anger.\n> Was stört Sie?\nDer Lärm.\n"
    assert arrived(making.mail(text)).text == text.strip()


def test_what_outlook_quotes_is_left_out_too():
    text = (
        f"{making.LETTER}\n\nVon: Amt <amt@behoerde.example>\nGesendet: Montag, 2. März 10:00\n"
        "An: Ina Beispiel\nBetreff: Ihre Frage\n\nGuten Tag\n"
    )
    assert arrived(making.mail(text)).text == making.LETTER


def test_a_forwarded_letter_is_the_letter_of_whoever_wrote_it():
    text = (
        "---------- Forwarded message ---------\nVon: Udo Muster <udo@muster.example>\n"
        "Date: Mo., 2. März 2026\nSubject: Einwendung\nTo: <ina@beispiel.example>\n\n"
        f"{making.LETTER}\n"
    )
    found = arrived(making.mail(text))
    assert found.text == making.LETTER
    assert (found.name, found.email) == ("Udo Muster", "udo@muster.example")
    assert "letter_is_forwarded" in codes(found)


def test_a_mail_that_only_carries_another_is_that_other():
    outer = making.EmailMessage()
    outer["From"], outer["Subject"] = "Poststelle <post@behoerde.example>", "WG: Einwendung"
    outer.set_content("Anbei.\n")
    inner = making.EmailMessage()
    inner["From"], inner["Subject"] = "Udo Muster <udo@muster.example>", "Einwendung"
    inner.set_content(making.LETTER)
    outer.add_attachment(inner)
    found = arrived(outer.as_bytes())
    assert (found.text, found.email) == (making.LETTER, "udo@muster.example")


def test_a_signature_is_left_out_of_the_reading():
    found = arrived(making.mail(f"{making.LETTER}\n-- \nIna Beispiel\nTel. 0123 456\n"))
    assert found.text == making.LETTER


def test_a_senders_block_gives_the_address_and_the_addressee_does_not():
    block = (
        "Ina Beispiel\nAm Anger 3\n12345 Musterau\n\n"
        "An die\nBezirksregierung Beispiel\nAmtsweg 1\n54321 Amtstadt\n\n"
    )
    found = arrived(making.mail(block + making.LETTER))
    assert (found.street, found.postal_code, found.city) == ("Am Anger 3", "12345", "Musterau")
    only = "An die\nGenehmigungs Behörde\nAmtsweg 1\n54321 Amtstadt\n\n"
    assert arrived(making.mail(only + making.LETTER)).street == ""


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "latin-1"), ("us-ascii", "utf-8"), ("gibt-es-nicht", "utf-8"), ("zlib", "utf-8")],
)
def test_a_wrongly_declared_encoding_is_found_out_and_said(declared, encoding):
    raw = (
        f"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset={declared}\n\n".encode()
    )
    found = arrived(raw + "Lärm stört die Größe".encode(encoding))
    assert found.text == "Lärm stört die Größe"
    assert "charset_wrong" in codes(found)


def test_utf_7_is_read_as_text_and_its_mark_up_stays_text():
    raw = b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-7\n\n"
    found = arrived(raw + b"L+AOQ-rm +ADw-script+AD4-")
    assert found.text == "Lärm <script>"


def test_a_header_cannot_bring_further_lines():
    raw = (
        b"From: =?utf-8?q?Ina=0D=0ABcc=3A_alle?= <a@b.example>\r\n"
        b"Subject: =?utf-8?b?WA0KWC1FdmlsOiAx?=\r\n\r\nHallo"
    )
    found = arrived(raw)
    assert "\n" not in found.name + found.title
    assert "\r" not in found.name + found.title


def test_attachments_that_may_do_harm_are_reported_and_not_kept():
    raw = making.mail(
        files=[
            ("rechnung.pdf", "application/pdf", b"MZ\x90\x00\x03"),
            ("../../etc/passwd.txt", "text/plain", b"Nur Text"),
            ("seite.html", "text/html", b"<html><script>x</script>"),
            ("makro.docx", "application/x", making.docx("x", extra=[("word/vbaProject.bin", "x")])),
        ]
    )
    found, files = read_mail(raw, LIMITS)
    assert [file.name for file in files] == ["passwd.txt"]
    assert codes(found).count("part_not_kept") == 3


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"Auto-Submitted: auto-replied\n", "automatic"),
        (b"Content-Type: multipart/report; boundary=x\n", "automatic"),
        (b"Content-Type: multipart/encrypted; boundary=x\n", "encrypted"),
        (b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n", "encrypted"),
    ],
)
def test_what_no_person_wrote_or_nobody_can_read_is_refused(header, code):
    with pytest.raises(Refused) as refusal:
        arrived(b"From: a@b.example\n" + header + b"\nx\n")
    assert refusal.value.code == code


def test_mail_bombs_are_refused():
    with pytest.raises(Refused, match="nested"):
        arrived(making.nested_mail(60))
    many = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\n\nhallo\n" * 2_000
    )
    with pytest.raises(Refused, match="parts"):
        arrived(many + b"--x--\n")
    with pytest.raises(Refused, match="larger than"):
        read_mail(b"From: a@b.example\n\n" + b"x" * 2_000_000, Limits(max_bytes=1024**2))
