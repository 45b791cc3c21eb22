"""The record of formal participation, from the letter received to the reply dispatched.

The ledger reads: person → statement → occurrence → segment → argument → answer → reply → dispatch.
"""

from .answers import AnswerVersion, Argument, ArgumentLineage, ArgumentSource
from .campaigns import Campaign
from .imports import ImportBatch, ImportMapping
from .letters import Attachment, Original, SignatureList, Statement
from .replies import Dispatch, PrintBatch, PrintedLetter, Reply, ReplyPoint
from .segments import Occurrence, Segment

__all__ = [
    "AnswerVersion",
    "Argument",
    "ArgumentLineage",
    "ArgumentSource",
    "Attachment",
    "Campaign",
    "Dispatch",
    "ImportBatch",
    "ImportMapping",
    "Occurrence",
    "Original",
    "PrintBatch",
    "PrintedLetter",
    "Reply",
    "ReplyPoint",
    "Segment",
    "SignatureList",
    "Statement",
]
