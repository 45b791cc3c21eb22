"""What the demo shows of a document: a draft in two versions, a sheet, comments on both."""

from collections.abc import Mapping
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from dialogwerk.apps.accounts.models import Role, User

from ..documents import DOCUMENT
from ..models import Process, TextVersion
from ..services.contributions import Said, contribute_many
from ..services.document_files import Picture
from ..services.documents import anchor_of_paragraph, anchor_of_place, publish_sheet, publish_text

FIRST = """# Ziele

Alle Wege zwischen Dorf, Schule und Bahnhof sollen zu Fuß und mit dem Rad sicher sein.

# Maßnahmen

Der Radweg an der Landesstraße wird drei Meter breit und von der Fahrbahn getrennt.

Feldwege, die das Vorhaben zerschneidet, werden durch eine Unterführung ersetzt.

Während der Bauzeit bleibt ein Weg zu jedem Feld offen.
"""
SECOND = FIRST.replace("drei Meter breit", "drei Meter breit, an Engstellen zweieinhalb,")
COMMENTS = (
    (4, "Zweieinhalb Meter reichen nicht, wenn Lastenräder einander begegnen.", "Kim Beispiel"),
    (5, "Die Unterführung muss hoch genug für einen Mähdrescher sein.", "Landwirt am Anger"),
    (6, "Bitte rechtzeitig sagen, wann welcher Weg gesperrt ist.", ""),
)
PLACES = (
    ("C3", "Hier queren die Kinder zur Schule; eine Insel würde helfen.", "Elternrat"),
    ("G2", "Die alte Linde soll stehen bleiben.", ""),
)


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """A text of which one paragraph was changed after the first comments, and a sheet."""
    one = process.formats.shown().filter(kind=DOCUMENT).first()
    if one is None:
        return
    one.process, office, now = process, users[Role.OFFICE], timezone.now()
    title = "Entwurf des Wegekonzepts"
    first = publish_text(format=one, title=title, text=FIRST, now=now, by=office)
    said = [_said(first, *comment) for comment in COMMENTS]
    publish_text(
        format=one,
        title=title,
        text=SECOND,
        changes="Breite an Engstellen ergänzt (Absatz 4).",
        now=now,
        by=office,
    )
    sheet = publish_sheet(
        format=one,
        title="Lageplan, Blatt 1",
        description="Die Landesstraße führt von links nach rechts durch die Mitte, der Radweg"
        " liegt südlich davon. Das Dorf liegt in A1 bis D2, die Schule in C4.",
        picture=_drawn(),
        now=now,
        by=office,
    )
    said += [
        Said(text=text, public_name=name, anchor=anchor_of_place(sheet, square=square))
        for square, text, name in PLACES
    ]
    contribute_many(format=one, all_said=said, by="public", now=now)


def _said(version: TextVersion, number: int, text: str, name: str) -> Said:
    paragraph = version.paragraphs.select_related("version__format").get(number=number)
    return Said(text=text, public_name=name, anchor=anchor_of_paragraph(paragraph))


def _drawn() -> Picture:
    """An invented sheet: a road, a path beside it, houses."""
    width, height = 1200, 800
    picture = Image.new("RGB", (width, height), "#eef3e6")
    draw = ImageDraw.Draw(picture)
    draw.line([(0, 420), (500, 400), (width, 360)], fill="#8a8a8a", width=46)
    draw.line([(0, 470), (500, 450), (width, 410)], fill="#c2452d", width=14)
    for x, y in ((60, 60), (190, 120), (320, 70), (90, 240), (420, 200)):
        draw.rectangle([x, y, x + 90, y + 60], fill="#b9a58c", outline="#5b4a36", width=3)
    draw.rectangle([250, 560, 470, 680], fill="#d8b45a", outline="#5b4a36", width=4)
    draw.ellipse([780, 200, 860, 280], fill="#4f8a4a")
    target = BytesIO()
    picture.save(target, "PNG")
    return Picture(target.getvalue(), width, height)
