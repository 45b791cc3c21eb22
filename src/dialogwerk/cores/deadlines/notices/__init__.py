"""Public notices (Bekanntmachungen): drafting them with all mandatory hints, and checking them.

The hints are dated law, one file per procedure in ``hints/``; the version is that of the day of
publication and of the Land.
"""

from .catalogue import Hint, all_hints, mandatory_hints
from .checking import check, recognised_hints
from .drafting import NoticeDraft, Paragraph, draft, sentence_of
from .errors import MissingFacts, UnknownNotice
from .facts import Authority, Decision, DisplayPlace, Lodging, NoticeFacts, facts_from
from .findings import NoticeFinding
from .kinds import NoticeKind, kinds, notice_facts, notice_kind
from .leads import latest_publication

__all__ = [
    "Authority",
    "Decision",
    "DisplayPlace",
    "Hint",
    "Lodging",
    "MissingFacts",
    "NoticeDraft",
    "NoticeFacts",
    "NoticeFinding",
    "NoticeKind",
    "Paragraph",
    "UnknownNotice",
    "all_hints",
    "check",
    "draft",
    "facts_from",
    "kinds",
    "latest_publication",
    "mandatory_hints",
    "notice_facts",
    "notice_kind",
    "recognised_hints",
    "sentence_of",
]
