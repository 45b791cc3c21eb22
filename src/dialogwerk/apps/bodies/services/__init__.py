"""Changes of the record with their consequences; pages, commands and interfaces share them."""

from .bodies import (
    add_coordinator,
    amend_body,
    create_body,
    end_body,
    remove_coordinator,
    resume_body,
)
from .entries import (
    note_sign_of_life,
    remove_entry,
    save_alias,
    save_bench,
    save_relation,
    save_sign,
    save_tenure,
)
from .holding import Held, held_on
from .merging import merge_bodies
from .municipalities import record_municipalities

__all__ = [
    "Held",
    "add_coordinator",
    "amend_body",
    "create_body",
    "end_body",
    "held_on",
    "merge_bodies",
    "note_sign_of_life",
    "record_municipalities",
    "remove_coordinator",
    "remove_entry",
    "resume_body",
    "save_alias",
    "save_bench",
    "save_relation",
    "save_sign",
    "save_tenure",
]
