"""The record of formal participation, from the letter received to the reply dispatched.

The ledger reads: person → statement → occurrence → segment → argument → answer → reply → dispatch.
"""

from .answers import AnswerVersion, Argument, ArgumentLineage, ArgumentSource
from .campaigns import Campaign
from .collective import CollectiveReply
from .imports import ImportBatch, ImportMapping
from .letters import Attachment, Original, SignatureList, Statement
from .replies import Dispatch, PrintBatch, PrintedLetter, PrintPart, Reply, ReplyPoint
from .representation import Representation, RepresentationStep, UnclearSignature
from .segments import Occurrence, Segment

__all__ = [
    "AnswerVersion",
    "Argument",
    "ArgumentLineage",
    "ArgumentSource",
    "Attachment",
    "Campaign",
    "CollectiveReply",
    "Dispatch",
    "ImportBatch",
    "ImportMapping",
    "Occurrence",
    "Original",
    "PrintBatch",
    "PrintPart",
    "PrintedLetter",
    "Reply",
    "ReplyPoint",
    "Representation",
    "RepresentationStep",
    "Segment",
    "SignatureList",
    "Statement",
    "UnclearSignature",
]
