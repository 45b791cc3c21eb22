"""The record of formal participation, from the letter received to the reply dispatched.

The ledger reads: person → statement → occurrence → segment → argument → answer → reply → dispatch.
"""

from .answers import AnswerVersion, Argument, ArgumentLineage, ArgumentSource
from .bulk import BulkAction, BulkPortion
from .campaigns import Campaign
from .collective import CollectiveReply
from .considered import PromiseConsidered
from .dialogue_results import DialogueResultConsidered
from .from_dialogue import ObjectionFromDialogue
from .imports import ImportBatch, ImportMapping
from .letters import Attachment, Original, SignatureList, Statement
from .persons import PersonLink
from .proposals import LearnedModel, Proposal, ProposalQueue
from .redactions import BulkRelease, RedactedFile, Redaction, RedactionCheck, Release
from .replies import Dispatch, PrintBatch, PrintedLetter, PrintPart, Reply, ReplyPoint
from .representation import Representation, RepresentationStep, UnclearSignature
from .segments import Occurrence, Segment

__all__ = [
    "AnswerVersion",
    "Argument",
    "ArgumentLineage",
    "ArgumentSource",
    "Attachment",
    "BulkAction",
    "BulkPortion",
    "BulkRelease",
    "Campaign",
    "CollectiveReply",
    "DialogueResultConsidered",
    "Dispatch",
    "ImportBatch",
    "ImportMapping",
    "LearnedModel",
    "ObjectionFromDialogue",
    "Occurrence",
    "Original",
    "PersonLink",
    "PrintBatch",
    "PrintPart",
    "PrintedLetter",
    "PromiseConsidered",
    "Proposal",
    "ProposalQueue",
    "RedactedFile",
    "Redaction",
    "RedactionCheck",
    "Release",
    "Reply",
    "ReplyPoint",
    "Representation",
    "RepresentationStep",
    "Segment",
    "SignatureList",
    "Statement",
    "UnclearSignature",
]
