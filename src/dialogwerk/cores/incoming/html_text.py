"""What a formatted message says: its words, without anything that acts.

No mark-up comes out of here, so nothing can be shown or run that the sender wished.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset(
    "script style head title template noscript object embed applet svg math iframe canvas".split()  # noqa: SIM905
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS: Final = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol".split())  # noqa: SIM905
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.loads_pictures = False
        self._open: list[tuple[str, bool]] = []
        self._quotes = 0

    @property
    def _is_silent(self) -> bool:
        return bool(self._open and self._open[-1][1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" and (given.get("src") or "").lower().startswith(("http:", "https:", "//")):
            self.loads_pictures = True
        if tag == "br" and not self._is_silent:
            self.pieces.append("\n")
        if tag in _BLOCKS:
            self._break(tag)
        if tag in _VOID:
            return
        hidden = "hidden" in given or bool(_HIDDEN.search(given.get("style") or ""))
        self._open.append((tag, self._is_silent or tag in _SILENT or hidden))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _silent in self._open[-200:]):
            while self._open and self._open.pop()[0] != tag:
                pass
        if tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self, tag: str) -> None:
        self.pieces.append("\x00\x00" if tag in _PARAGRAPHS else "\x00")


def text_of_html(markup: str) -> tuple[str, bool]:
    """The words, paragraphs apart by an empty line; and whether it wanted to load pictures.

    >>> text_of_html("<p>Zu <b>laut</b>.</p><script>x</script><p>Und<br>hell.</p>")
    ('Zu laut.\\n\\nUnd\\nhell.', False)
    """
    words = _Words()
    words.feed(markup)
    words.close()
    raw = "".join(words.pieces).replace("\xa0", " ")
    raw = re.sub(
        r" *\x00[\x00 \n]*", lambda found: "\n\n" if found[0].count("\x00") > 1 else "\n", raw
    )
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in raw.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), words.loads_pictures
