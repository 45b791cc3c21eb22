"""Which words projects and procedures cannot have as their address."""

RESERVED_SLUGS = frozenset(
    {
        *("akteure", "beitrag", "dialoge", "dokument", "einsichten", "ergebnis", "folgen"),
        *("fragen", "fristen", "konten", "meinungsrunde", "melden"),
        *("moderation", "neu", "personen", "umfrage", "veranstaltungen", "verfahren"),
        *("vorgaenge", "vorhaben", "zusagen"),
    }
)
"""Fixed parts of addresses where a slug may stand too: ``werkbank/<slug>/`` and
``werkbank/vorhaben/<slug>/``. A test compares them with all addresses of the house."""
