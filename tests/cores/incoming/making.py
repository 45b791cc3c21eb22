"""Files of every kind, made here: letters as people send them, and what somebody might forge."""

import base64
import io
import zipfile
from email.message import EmailMessage

LETTER = (
    "Ich wende mich gegen den geplanten Windpark. Die Anlagen stehen zu nah an unserem Haus,"
    " und der Schlagschatten trifft am Abend die Terrasse.\nAußerdem brütet dort der Rotmilan."
)


def mail(
    text=LETTER, *, sender="Ina Beispiel <ina@beispiel.example>", subject="Einwendung", files=()
):
    message = EmailMessage()
    message["Received"] = (
        "from relay.example by mx.behoerde.example with ESMTPS; Mon, 02 Mar 2026 10:11:12 +0100"
    )
    message["From"] = sender
    message["To"] = "wind@behoerde.example"
    message["Date"] = "Sun, 01 Feb 2026 09:00:00 +0100"
    message["Subject"] = subject
    message["Message-ID"] = "<1@beispiel.example>"
    message.set_content(text)
    for name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def mbox(*messages):
    pieces = []
    for message in messages:
        body = message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        pieces.append(b"From ina@beispiel.example Mon Mar  2 10:11:12 2026\n" + body.rstrip(b"\n"))
    return b"\n\n".join(pieces) + b"\n\n"


def docx(*paragraphs, extra=(), head=""):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f'<?xml version="1.0"?>{head}<w:document {space}><w:body>{body}</w:body></w:document>'
    return packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml), *extra)


def odt(*paragraphs):
    text = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    name = "office:document-content"
    xml = f"<{name} {spaces}><office:body>{text}</office:body></{name}>"
    return packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", xml))


def packed(*files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def pdf(*pages, catalog="", objects=()):
    """A PDF with one line of text per line of each page, written by hand."""
    kids, found = [], []
    number = 4
    for page in pages:
        lines = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in page.split("\n"))
        stream = f"BT /F1 11 Tf 60 760 Td {lines}ET" if page else ""
        kids.append(f"{number} 0 R")
        found.append(
            (
                number,
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
                "/Resources<</Font<</F1 3 0 R>>>>>>",
            )
        )
        found.append((number + 1, f"<</Length {len(stream)}>>stream\n{stream}\nendstream"))
        number += 2
    first = [
        (1, f"<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        (2, f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>"),
        (3, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    ]
    return written([*first, *found, *((number + place, one) for place, one in enumerate(objects))])


def _escaped(line):
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def written(objects):
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, content in objects:
        places[number] = len(out)
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252", "replace")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, len(objects) + 1):
        out += f"{places[number]:010d} 00000 n \n".encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def pdf_of_many_pages(count):
    """One empty page, named so many times."""
    kids = " ".join(["3 0 R"] * count)
    return written(
        [
            (1, "<</Type/Catalog/Pages 2 0 R>>"),
            (2, f"<</Type/Pages/Count {count}/Kids[{kids}]>>"),
            (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"),
        ]
    )


def picture(kind="PNG", size=(400, 200), pages=1):
    from PIL import Image

    target = io.BytesIO()
    image = Image.new("L", size, 255)
    more = {"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}
    image.save(target, kind, **more)
    return target.getvalue()


def nested_mail(depth):
    """Multiparts within multiparts."""
    out = [b"From: a@beispiel.example\nSubject: tief\nMIME-Version: 1.0\n"]
    for level in range(depth):
        out.append(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level))
    out.append(b"Content-Type: text/plain\n\nTief.\n")
    out += [b"--b%d--\n" % level for level in reversed(range(depth))]
    return b"".join(out)


def bomb(megabytes=400):
    """A ZIP that unpacks to a thousand times its size."""
    return packed(("brief.txt", b"0" * megabytes * 1024**2))


def as_base64(content):
    return base64.encodebytes(content)
