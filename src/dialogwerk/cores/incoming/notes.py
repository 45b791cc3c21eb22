"""What is said about a letter beside its text; sentences for translation where they are shown."""

from __future__ import annotations

from dialogwerk.cores.files.errors import gettext_noop

NOTES: dict[str, str] = {
    "letter_is_attachment": gettext_noop("The letter is the attached file “%(name)s”."),
    "letter_is_forwarded": gettext_noop("The letter is the message that was forwarded."),
    "quotation_left_out": gettext_noop(
        "A quoted earlier message was left out of the text; the original holds it."
    ),
    "signature_left_out": gettext_noop(
        "The signature block was left out of the text; the original holds it."
    ),
    "from_html": gettext_noop("The text was taken from a formatted (HTML) message."),
    "charset_wrong": gettext_noop(
        "The message declares the encoding %(charset)s wrongly; some characters may be wrong."
    ),
    "part_not_kept": gettext_noop(
        "The attachment “%(name)s” (%(kind)s) may do harm and was not kept apart; the original"
        " holds it."
    ),
    "part_unreadable": gettext_noop("The attachment “%(name)s” has no text that could be read."),
    "parts_left_out": gettext_noop(
        "%(count)s further attachments were not kept apart; the original holds them."
    ),
    "embedded_files": gettext_noop(
        "The PDF “%(name)s” has files embedded in it: %(files)s. Open them only with care."
    ),
    "scripts": gettext_noop(
        "The PDF “%(name)s” contains scripts. They are not run here; open it only in a program"
        " that does not run them."
    ),
    "forms": gettext_noop("The PDF “%(name)s” is a form that fetches its pages while open (XFA)."),
    "tracking": gettext_noop(
        "The message wanted to load pictures from elsewhere; none was loaded."
    ),
    "shortened": gettext_noop("The text was longer than can be kept and is cut."),
    "forged": gettext_noop(
        "The name of “%(name)s” says it is another kind of file than its content (%(kind)s)."
    ),
    "some_pages_scanned": gettext_noop(
        "%(pages)s of the pages of “%(name)s” have no text; they may be scans."
    ),
}
