"""Tables as nobody should send them: each gives a clear message or is handled."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from dialogwerk.apps.base.table_words import table_sentence
from dialogwerk.apps.statements.models import ImportBatch, Statement
from dialogwerk.apps.statements.services import imports
from dialogwerk.apps.statements.services.import_fields import UnfitMapping
from dialogwerk.apps.statements.services.import_findings import shown
from dialogwerk.cores.tables import TableError, read_table, write_csv
from dialogwerk.cores.tables import errors as table_errors

pytestmark = pytest.mark.django_db


def staged(content, procedure, name="briefe.csv"):
    content = content.encode() if isinstance(content, str) else content
    return imports.stage(procedure=procedure, file=io.BytesIO(content), name=name, by="user:1")


def taken_in(content, procedure):
    batch = staged(content, procedure)
    imports.check(batch)
    return imports.take_in_rows(batch, by="user:1")


def upload(client, procedure, content, name="briefe.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports", args=[procedure.slug]), {"file": file})


def refusal(client, procedure, content, name="briefe.csv"):
    """What the page says about a file that it does not take."""
    response = upload(client, procedure, content, name)
    assert response.status_code == 422
    assert not ImportBatch.objects.exists()
    return response.context["form"].errors["file"][0]


def found(batch):
    return {(one["row"], one["code"]) for one in batch.findings}


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_umlauts_arrive_in_every_usual_encoding(procedure, encoding):
    taken_in("Nr;Text\n1;Größe, Lärm und Straße\n".encode(encoding), procedure)
    assert Statement.objects.get().text == "Größe, Lärm und Straße"


def test_a_guessed_encoding_is_said_before_anything_is_taken_in(clerk, procedure):
    upload(clerk, procedure, "Text\nGrößer Lärm\n".encode("cp1252"))
    batch = ImportBatch.objects.get()
    page = clerk.get(reverse("import", args=[procedure.slug, batch.code]))
    assert "Windows-1252" in page.text
    assert "Größer Lärm" in page.text


def test_one_broken_byte_in_a_utf8_file_is_named_with_its_row(clerk, procedure):
    content = "Text\n" + "Größe\n" * 50 + "Lärm"
    said = refusal(clerk, procedure, content.encode() + b"\xe4\n" + "Größe\n".encode() * 50)
    assert "52" in said


# Columns and shape


def test_a_missing_text_column_is_asked_for(procedure):
    batch = staged("Nr;Farbe\n1;grün\n", procedure)
    assert "text" not in batch.mapping
    with pytest.raises(UnfitMapping, match="Farbe"):
        imports.check(batch)


def test_columns_that_occur_twice_are_named(clerk, procedure):
    assert "Text" in refusal(clerk, procedure, b"Text;Text\na;b\n")


def test_rows_with_too_few_or_too_many_values_are_found(procedure):
    batch = staged("Nr;Text;Ort\n1;Nein\n2;Nein;Hier;zu;viel\n", procedure)
    imports.check(batch)
    assert found(batch) == {(2, "table.too_few_fields"), (3, "table.too_many_fields")}
    assert all(one["sentence"] for one in shown(batch.findings))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"  \n \n", "leer.csv"),
        (b"%PDF-1.7 \n%\xe2\xe3\xcf\xd3", "liste.csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "liste.xlsx"),
        (b"PK\x03\x04 not really", "liste.xlsx"),
        (b'Text\n"offen', "liste.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(clerk, procedure, content, name):
    assert name in refusal(clerk, procedure, content, name)


# Size


class EndlessLine(io.RawIOBase):
    """A file with a line of one gigabyte that takes no room."""

    SIZE = 1024**3
    HEAD = b"Text\n"

    def __init__(self):
        self.at = 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        self.at = {0: 0, 1: self.at, 2: self.SIZE}[whence] + offset
        return self.at

    def tell(self):
        return self.at

    def read(self, size=-1):
        size = min(self.SIZE - self.at, self.SIZE if size < 0 else size)
        assert size <= 64 * 1024**2, "the whole line is never read into memory"
        head = self.HEAD[self.at : self.at + size]
        self.at += size
        return head + b"x" * (size - len(head))

    def readinto(self, buffer):
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def test_a_line_of_a_gigabyte_is_refused_without_reading_it(procedure):
    with pytest.raises(TableError) as caught:
        imports.stage(procedure=procedure, file=EndlessLine(), name="briefe.csv", by="user:1")
    assert caught.value.code in ("line_too_long", "file_too_large", "field_too_long")
    assert table_sentence(caught.value)


def test_a_text_longer_than_allowed_is_not_taken_in_and_said(procedure, settings):
    settings.STATEMENT_MAX_CHARACTERS = 100
    batch = taken_in("Nr;Text\n1;" + "x" * 101 + "\n2;kurz\n", procedure)
    assert found(batch) == {(2, "too_long")}
    assert Statement.objects.get().text == "kurz"


def workbook(sheet: bytes) -> bytes:
    """The least that counts as .xlsx, with this as its only sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="r1"'
            f' Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return target.getvalue()


def test_a_zip_bomb_as_workbook_is_not_unpacked(clerk, procedure):
    bomb = workbook(b" " * 400 * 1024**2)
    assert len(bomb) < 1024**2
    assert "bombe.xlsx" in refusal(clerk, procedure, bomb, "bombe.xlsx")


# Content


HTML = '<script>alert(1)</script><p onclick="x()">Zu laut</p>'


def test_html_is_kept_and_shown_as_text(clerk, procedure):
    batch = staged(f'Nr;Text\n1;"{HTML.replace(chr(34), chr(34) * 2)}"\n', procedure)
    imports.check(batch)
    page = clerk.get(reverse("import", args=[procedure.slug, batch.code])).text
    assert found(batch) == {(2, "html")}
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    imports.take_in_rows(batch, by="user:1")
    assert Statement.objects.get().text == HTML


@pytest.mark.parametrize(
    "text",
    [
        *("הרעש חזק מדי", "الضوضاء عالية جدا", "Zu laut 😡👨‍👩‍👧‍👦!"),
        *("e\u0301galité", "\u202eumgedreht"),
    ],
)
def test_right_to_left_text_emoji_and_accents_stay_as_they_are(procedure, text):
    taken_in(f"Nr;Text\n1;{text}\n", procedure)
    assert Statement.objects.get().text == text


def test_zero_characters_are_removed_and_said(procedure):
    batch = taken_in(b"Nr;Text\n1;Zu\x00 laut\n", procedure)
    assert "\x00" not in Statement.objects.get().text
    assert found(batch) == {(2, "table.nul_removed")}


def test_duplicate_ids_with_the_same_text_count_once(procedure):
    batch = taken_in("Nr;Text\n1;Nein\n1;Nein\n", procedure)
    assert (batch.added, batch.known, batch.refused) == (1, 1, 0)
    assert found(batch) == {(3, "repeated_id")}


def test_duplicate_ids_with_different_texts_are_pointed_out(procedure):
    batch = taken_in("Nr;Text\n1;Nein\n1;Doch\n", procedure)
    assert (batch.added, batch.refused) == (1, 1)
    assert found(batch) == {(3, "clashing_id")}


def test_a_row_with_only_a_subject_is_a_letter(procedure):
    batch = taken_in("Nr;Betreff;Text\n1;Radweg fehlt;\n", procedure)
    assert Statement.objects.get().text == "Radweg fehlt"
    assert found(batch) == {(2, "only_title")}


def test_an_empty_row_of_values_is_not_taken_in(procedure):
    batch = taken_in("Nr;Betreff;Text\n1;;\n2;;Nein\n", procedure)
    assert (batch.added, batch.refused) == (1, 1)
    assert found(batch) == {(2, "empty")}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Eingang", "gestern", "bad_date"),
        ("Eingang", "01.01.2199", "future_date"),
        ("E-Mail", "keine Adresse", "bad_email"),
        ("URL", "javascript:alert(1)", "bad_url"),
        ("Kanal", "Brieftaube", "bad_channel"),
        ("Betreff", "x" * 301, "shortened"),
        ("Breitengrad", "95", "bad_place"),
    ],
)
def test_doubtful_values_are_found_with_row_and_field(procedure, column, value, code):
    batch = staged(f"{column};Text\n{value};Nein\n", procedure)
    imports.check(batch)
    assert found(batch) == {(2, code)}
    assert batch.summary["refused"] == (code in ("bad_date", "future_date"))
    with translation.override("de"):
        finding = next(iter(shown(batch.findings)))
    assert "%(" not in finding["sentence"]


def test_a_bad_email_address_is_kept_as_given(procedure):
    taken_in("Name;E-Mail;Text\nErika Beispiel;erika(at)beispiel;Nein\n", procedure)
    assert Statement.objects.get().person.identity.email == "erika(at)beispiel"


def test_a_script_address_never_becomes_a_link(procedure):
    taken_in("URL;Text\njavascript:alert(1);Nein\n", procedure)
    assert Statement.objects.get().source_url == ""


@pytest.mark.parametrize("text", ["=1+1", "+49 151", "-Nein", "@SUM(A1)", "\t=1", "＝1"])
def test_a_formula_in_a_letter_is_no_formula_in_an_export(procedure, text):
    taken_in(f"Nr;Text\n1;{text}\n", procedure)
    kept = Statement.objects.get().text
    target = io.BytesIO()
    write_csv(target, ["text"], [[kept]])
    cell = target.getvalue().decode("utf-8-sig").split("\r\n")[1].strip('"')
    assert cell.startswith("'")
    assert kept.strip() == text.strip()


def test_findings_are_kept_to_a_thousand_with_errors_first(procedure):
    rows = "".join(f"{n};;x@\n" if n % 3 else f"{n};Ja;x@\n" for n in range(1500))
    batch = staged("Nr;Text;E-Mail\n" + rows, procedure)
    imports.check(batch)
    assert len(batch.findings) == 1000
    assert batch.summary["by_severity"] == {"error": 1000, "warning": 1500, "note": 0}
    assert {one["severity"] for one in batch.findings} == {"error"}


# Messages


def test_every_message_of_the_table_core_is_known_to_the_translation():
    from dialogwerk.apps.base.table_words import MESSAGES

    kinds = [one for one in vars(table_errors).values() if isinstance(one, type)]
    messages = {one.message for one in kinds if issubclass(one, TableError)}
    assert messages <= set(MESSAGES)


def test_a_workbook_with_numbers_and_dates_is_read_as_people_see_it(procedure):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Nr</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Text</t></is></c></row>'
        '<row r="2"><c r="A2"><v>17.0</v></c>'
        '<c r="B2" t="inlineStr"><is><t>Nein</t></is></c></row></sheetData></worksheet>'
    )
    content = workbook(sheet.encode())
    assert read_table(io.BytesIO(content), name="a.xlsx").format == "xlsx"
    taken_in(content, procedure)
    assert Statement.objects.get().external_id == "17"


def test_reasons_of_the_table_core_are_translated_with_their_values():
    from dialogwerk.apps.base.table_words import reason_in_words

    with translation.override("de"):
        assert reason_in_words("it would unpack to 7 MB") == "ausgepackt hätte sie 7 MB"
    with translation.override("en"):
        assert reason_in_words("it would unpack to 7 MB") == "it would unpack to 7 MB"
    assert reason_in_words("something new") == "something new"
