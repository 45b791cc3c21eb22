"""Invented people, schemes, letters and answers for tests: sensible defaults, named traits.

``UserFactory(roles=[Role.CASE_WORKER], on_team=procedure)`` is an account on a team;
``ProcedureFactory(open_round=True)`` a procedure whose objection period runs;
``StatementFactory(late=True)`` a letter that came too late.

One module for each app; tests take them from here.
"""

from .accounts import PASSWORD, UserFactory
from .base import RunFactory
from .bodies import (
    BenchFactory,
    BodyFactory,
    FoundingFactory,
    RelationFactory,
    SignFactory,
    TenureFactory,
)
from .dialogues import (
    CategoryFactory,
    ContributionFactory,
    FormatFactory,
    OutcomeFactory,
    PhaseFactory,
    ProcessFactory,
    ProcessMemberFactory,
)
from .exchange import LinkFactory, ParcelFactory
from .handover import CommentSheetFactory, HandOverFactory
from .intake import (
    BulkUploadFactory,
    DeliveredFileFactory,
    DeliveryFactory,
    DuplicateFactory,
    ItemFactory,
    ScanReadingFactory,
)
from .opinions import OpinionRoundFactory, OpinionStatementFactory, VoteFactory, VoterFactory
from .people import IdentityFactory, OrganisationFactory, PersonFactory
from .promises import EvidenceFactory, PromiseFactory
from .schemes import (
    DialogueDateFactory,
    DocumentFactory,
    NoticeFactory,
    ProcedureEventFactory,
    ProcedureFactory,
    RoundFactory,
    ScheduledStepFactory,
    SchemeFactory,
    StepOverrideFactory,
    TeamMemberFactory,
)
from .statements import (
    AnswerVersionFactory,
    ArgumentFactory,
    AttachmentFactory,
    CampaignFactory,
    DispatchFactory,
    ImportBatchFactory,
    OccurrenceFactory,
    OriginalFactory,
    ProposalFactory,
    ReplyFactory,
    ReplyPointFactory,
    SegmentFactory,
    SignatureListFactory,
    StatementFactory,
)

__all__ = [
    "PASSWORD",
    "AnswerVersionFactory",
    "ArgumentFactory",
    "AttachmentFactory",
    "BenchFactory",
    "BodyFactory",
    "BulkUploadFactory",
    "CampaignFactory",
    "CategoryFactory",
    "CommentSheetFactory",
    "ContributionFactory",
    "DeliveredFileFactory",
    "DeliveryFactory",
    "DialogueDateFactory",
    "DispatchFactory",
    "DocumentFactory",
    "DuplicateFactory",
    "EvidenceFactory",
    "FormatFactory",
    "FoundingFactory",
    "HandOverFactory",
    "IdentityFactory",
    "ImportBatchFactory",
    "ItemFactory",
    "LinkFactory",
    "NoticeFactory",
    "OccurrenceFactory",
    "OpinionRoundFactory",
    "OpinionStatementFactory",
    "OrganisationFactory",
    "OriginalFactory",
    "OutcomeFactory",
    "ParcelFactory",
    "PersonFactory",
    "PhaseFactory",
    "ProcedureEventFactory",
    "ProcedureFactory",
    "ProcessFactory",
    "ProcessMemberFactory",
    "PromiseFactory",
    "ProposalFactory",
    "RelationFactory",
    "ReplyFactory",
    "ReplyPointFactory",
    "RoundFactory",
    "RunFactory",
    "ScanReadingFactory",
    "ScheduledStepFactory",
    "SchemeFactory",
    "SegmentFactory",
    "SignFactory",
    "SignatureListFactory",
    "StatementFactory",
    "StepOverrideFactory",
    "TeamMemberFactory",
    "TenureFactory",
    "UserFactory",
    "VoteFactory",
    "VoterFactory",
]
