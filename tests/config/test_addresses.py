"""Every address of the house and who may open it: one without a line here fails the tests."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.bodies.services import add_coordinator
from dialogwerk.apps.schemes.models import CalendarSettings
from dialogwerk.apps.statements.models import (
    BulkAction,
    CollectiveReply,
    PrintBatch,
    UnclearSignature,
)
from tests.factories import (
    ArgumentFactory,
    AttachmentFactory,
    BulkUploadFactory,
    CampaignFactory,
    CommentSheetFactory,
    DialogueDateFactory,
    DocumentFactory,
    DuplicateFactory,
    FoundingFactory,
    HandOverFactory,
    ImportBatchFactory,
    ItemFactory,
    NoticeFactory,
    ParcelFactory,
    PersonFactory,
    ProcedureEventFactory,
    ProcedureFactory,
    ReplyFactory,
    RunFactory,
    ScanReadingFactory,
    ScheduledStepFactory,
    SignatureListFactory,
    StatementFactory,
    StepOverrideFactory,
    TeamMemberFactory,
    TenureFactory,
    UserFactory,
)

from .addresses import ask, named, ours, parts_in
from .dialogue_matrix import MATRIX

pytestmark = pytest.mark.django_db

ROLES = [
    "participant",
    "developer",
    "expert",
    "lawyer",
    "office",
    "case_worker",
    "administrator",
    "stranger",
]
"""On the team of the scheme, except the participant and the administrator, who are on none, and
the stranger: office and case worker of another scheme."""

EVERYONE = {"anonymous", *ROLES}
ADMINISTRATOR = {"administrator"}
OFFICES = {"administrator", "office", "stranger"}
DEVELOPER = {"developer"}
CASE_WORKER = {"administrator", "case_worker"}
AUTHORITY = {*CASE_WORKER, "office"}
KEEPERS = {*AUTHORITY, "lawyer"}
TEAM = {*KEEPERS, "expert"}
WITH_DEVELOPER = {*TEAM, "developer"}
STAFF = {*TEAM, "stranger"}
WITH_DATES = {*STAFF, "developer"}

ALLOWED: dict[str, set[str]] = {
    **dict.fromkeys(
        [
            *("health", "set_language", "imprint", "accessibility", "privacy", "start"),
            *("procedure", "standing", "write", "lookup", "receipt", "receipt-pdf"),
            *("receipt-text", "receipt-reply", "receipt-proof"),
            *("schemes", "scheme", "document", "procedure-feed", "personal-feed"),
            *("public-notice", "public-notice-file"),
            *("bulk", "bulk-upload", "bulk-slips", "bulk-schema", "bulk-example", "redeem"),
        ],
        EVERYONE,
    ),
    **dict.fromkeys(
        ["accounts-list", "account-new", "account", "vault-looks", "person-erase"], ADMINISTRATOR
    ),
    "scheme-new": OFFICES,
    **dict.fromkeys(["bodies", "bodies-map", "bodies-export", "body", "body-data"], EVERYONE),
    **dict.fromkeys(
        [
            *("bodies-kept", "body-new", "body-desk", "body-edit", "body-end", "body-resume"),
            *("body-merge", "body-coordinators", "body-coordinator-remove", "body-entry-new"),
            *("body-entry", "body-entry-remove", "founding-begin", "founding", "founding-finish"),
            *("founding-step", "founding-leave-open"),
        ],
        OFFICES,
    ),
    "workbench": STAFF,
    **dict.fromkeys(
        [
            *("scheme-edit", "document-add", "procedure-new", "team", "team-leave"),
            *("procedure-edit", "round-new"),
            *("capture", "captured", "captured-receipts", "captured-receipts-file"),
            *("captured-receipts-slips", "imports", "import", "import-columns", "import-start"),
            *("import-stop", "import-discard", "import-findings", "import-receipts"),
            *("import-receipts-file", "import-receipts-slips", "campaigns-regroup"),
            *("reader-passage", "reader-finish", "reader-move", "attachment"),
            *("campaign-passage", "campaign-finish", "campaign-rename", "campaign-merge"),
            *("many-letters-act", "many-letters-undo"),
            *("argument-new", "argument-amend", "argument-merge", "argument-split"),
            *("deliveries", "delivery", "delivery-go-on", "delivery-stop", "quarantine"),
            *("quarantine-item", "quarantine-file", "quarantine-type-in", "quarantine-discard"),
            *("quarantine-restore", "scans", "scans-start", "scan", "scan-picture"),
            *("duplicates", "duplicate-decide", "useful-passages", "useful-passage"),
            *("proposals-renew", "persons", "persons-search", "person", "person-apart"),
            *("person-link", "redactions", "redactions-prepare", "redaction", "redaction-add"),
            *("redaction-decide", "redaction-file", "redaction-page", "redaction-version"),
            *("reply-pdf", "print-file", "print-part", "print-again", "signature-list-new"),
        ],
        AUTHORITY,
    ),
    **dict.fromkeys(
        [
            *("replies-write", "replies-send", "print-sent", "print-discard", "reply-send"),
            *("reply-returned", "reply-settle", "gate-close", "gate-reopen", "gate-release"),
            *("run-stop", "run-resume", "replies-returned", "reply-address"),
            *("signature-list-step", "signature-list-signature", "campaign-people-step"),
            *("collective-new", "collective-amend", "collective-publish", "collective-withdraw"),
            *("redaction-release", "redactions-draw", "redactions-bulk"),
        ],
        CASE_WORKER,
    ),
    **dict.fromkeys(["notices", "notice", "notice-check", "notice-file"], TEAM),
    **dict.fromkeys(["notice-new", "notice-publish", "notice-correct"], KEEPERS),
    "notice-waive": {"lawyer"},
    # The expert of the world below is responsible for its argument.
    "argument-answer": {*CASE_WORKER, "expert"},
    "argument-source": {*CASE_WORKER, "expert"},
    **dict.fromkeys(
        [
            "many-letters",
            *("inbox", "reader", "campaigns", "campaign", "arguments", "argument-search"),
            *("argument", "run", "runs", "replies", "prints", "print", "reply", "ledger"),
            *("ledger-export", "gate", "argument-people", "uniform", "signature-list"),
            *("signature-list-call", "campaign-people", "campaign-people-call", "collective"),
            *("collective-notice", "overview", "read-on", "proposal-quality", "model-card"),
        ],
        TEAM,
    ),
    **dict.fromkeys(["synopsis", "synopsis-file"], WITH_DEVELOPER),
    **dict.fromkeys(["handovers", "handover", "handover-letters", "handover-sheet"], TEAM),
    **dict.fromkeys(["hand-over", "handover-returned", "handover-return"], AUTHORITY),
    "adopt": {*CASE_WORKER, "expert"},
    **dict.fromkeys(
        [
            *("xbeteiligung", "xbeteiligung-link", "xbeteiligung-send", "xbeteiligung-receive"),
            *("xbeteiligung-parcel", "xbeteiligung-receipts"),
        ],
        AUTHORITY,
    ),
    **dict.fromkeys(
        [
            *("developer-start", "developer-arguments", "developer-argument", "developer-submit"),
            *("developer-sheet", "developer-returned", "developer-return"),
        ],
        DEVELOPER,
    ),
    **dict.fromkeys(["event-new", "event-withdraw", "step-override", "override-withdraw"], KEEPERS),
    "proof": TEAM,
    **dict.fromkeys(["calendar", "calendar-file", "what-if", "dialogue-dates"], TEAM),
    **dict.fromkeys(["dialogue-date-new", "dialogue-date-edit", "dialogue-date-remove"], KEEPERS),
    **dict.fromkeys(["due-dates", "reminder-settings", "feed-renew"], WITH_DATES),
}

REFUSED = {403, 404}
NOTHING_DONE = {405, 303}
"""A page does not take changes; an address that only takes changes leads back to its page."""


NAMES = sorted(ours().keys() - MATRIX.keys())
"""Those of dialogues and promises are asked in `test_dialogue_addresses`."""

THEIRS_OPEN = {
    *("account_login", "account_logout", "account_inactive", "account_signup"),
    *("account_email_verification_sent", "account_confirm_login_code", "account_confirm_email"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_login_webauthn", "socialaccount_login_cancelled"),
    *("socialaccount_login_error", "socialaccount_signup"),
    *("openid_connect_login", "openid_connect_callback"),
}
"""Pages of django-allauth by which one logs in or out; nobody else's data stand on them."""

THEIRS_OWN = {
    *("account_reauthenticate", "account_email", "account_change_password"),
    *("account_set_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp"),
    *("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
    "socialaccount_connections",
}
"""Those on which one changes how one logs in oneself; they need a log-in."""


def make_place(**members):
    """A procedure with one of everything, and what its addresses need."""
    procedure = ProcedureFactory(open_round=True)
    signed = SignatureListFactory(procedure=procedure)
    letter = StatementFactory(procedure=procedure, signature_list=signed)
    imported = ImportBatchFactory(procedure=procedure)
    imported.file.save("briefe.csv", ContentFile(b"text\nDer Rotmilan.\n"))
    member = TeamMemberFactory(scheme=procedure.scheme)
    argument = ArgumentFactory(procedure=procedure, **members)
    role = TenureFactory()
    coordinator = add_coordinator(body=role.body, user=UserFactory(), by="user:0")
    hand_over = HandOverFactory(procedure=procedure, handed=argument)
    return SimpleNamespace(
        procedure=procedure,
        scheme=procedure.scheme,
        letter=letter,
        signed=signed,
        imported=imported,
        file=AttachmentFactory(statement=letter),
        argument=argument,
        hand_over=hand_over,
        returned=CommentSheetFactory(procedure=procedure),
        parcel=ParcelFactory(procedure=procedure),
        campaign=CampaignFactory(procedure=procedure),
        document=DocumentFactory(scheme=procedure.scheme),
        event=ProcedureEventFactory(procedure=procedure),
        dialogue=DialogueDateFactory(scheme=procedure.scheme),
        step=ScheduledStepFactory(procedure=procedure),
        override=StepOverrideFactory(procedure=procedure),
        notice=NoticeFactory(procedure=procedure),
        reply=ReplyFactory(procedure=procedure, person=letter.person),
        unclear=UnclearSignature.objects.create(statement=letter, lack="name"),
        collective=CollectiveReply.objects.create(
            procedure=procedure, way="notice", ground="services_by_notice", title="Alle", reason="X"
        ),
        printed=PrintBatch.objects.create(procedure=procedure, created_by="user:0"),
        item=ItemFactory(source__delivery__procedure=procedure),
        bulk=BulkUploadFactory(procedure=procedure, table=imported),
        many=BulkAction.objects.create(procedure=procedure, kind="read", letters=1, by="user:0"),
        reading=ScanReadingFactory(statement=letter),
        duplicate=DuplicateFactory(procedure=procedure, first=letter),
        run=RunFactory(kind="write", arguments={"procedure": procedure.slug}),
        member=member,
        calendar=CalendarSettings.objects.create(user=member.user),
        person=PersonFactory(),
        role=role,
        founding=FoundingFactory(),
        coordinator=coordinator,
    )


def parts_of(name, place):
    """The parts of this address in that place."""
    codes = {
        "person-erase": place.person.code,
        **dict.fromkeys(["person", "person-apart"], place.letter.person.code),
        "captured": place.letter.code,
        **dict.fromkeys([n for n in NAMES if n.startswith("captured-")], place.signed.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("import")], place.imported.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("print")], place.printed.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("signature")], place.signed.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("collective")], place.collective.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("reply")], place.reply.code),
        **dict.fromkeys(["handover-return", "developer-return"], place.returned.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("deliver")], place.item.delivery.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("quarantine")], place.item.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("bulk")], place.bulk.code),
        **dict.fromkeys(["scan", "scan-picture"], place.letter.code),
        "many-letters-undo": place.many.code,
        **dict.fromkeys([n for n in NAMES if n.startswith("bod")], place.role.body.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("founding")], place.founding.body.code),
        **dict.fromkeys([n for n in NAMES if n.startswith("xbet")], place.parcel.code),
    }
    keys = {
        "duplicate-decide": place.duplicate,
        **dict.fromkeys(["body-entry", "body-entry-remove"], place.role),
        "body-coordinator-remove": place.coordinator,
        "document": place.document,
        "team-leave": place.member,
        "attachment": place.file,
        "event-withdraw": place.event,
        "proof": place.event,
        "signature-list-signature": place.unclear,
        **dict.fromkeys(["redaction-file", "redaction-page"], place.file),
        **dict.fromkeys([n for n in NAMES if n.startswith("dialogue")], place.dialogue),
        "step-override": place.step,
        "override-withdraw": place.override,
        **dict.fromkeys([n for n in NAMES if "notice" in n], place.notice),
    }
    numbers = place.campaign if name.startswith("campaign") else place.argument
    if name.startswith("handover") or name == "developer-sheet":
        numbers = place.hand_over
    of_scheme = name in ("scheme", "scheme-edit", "document", "document-add", "procedure-new")
    of_scheme = of_scheme or name.startswith(("team", "dialogue"))
    every = {
        "slug": place.scheme.slug if of_scheme else place.procedure.slug,
        "code": codes.get(name, place.letter.code),
        "pk": keys[name].pk if name in keys else place.member.user.pk,
        "number": numbers.number,
        "receipt": place.letter.receipt,
        "public_id": place.run.public_id,
        "token": place.calendar.token,
        "how": "email",
        "ending": "json" if name == "model-card" else "csv",
        "kind": "display",
        "part": 1,
        "page": 1,
        "ground": "services_by_notice",
        "what": "rollen",
        "key": "programm",
    }
    return {part: every[part] for part in ours()[name]}


def address(name, place):
    return reverse(name, kwargs=parts_of(name, place))


def make_account(role, place):
    if role == "stranger":
        elsewhere = ProcedureFactory()
        return UserFactory(roles=[Role.OFFICE, Role.CASE_WORKER], on_team=elsewhere)
    if role in ("participant", "administrator"):
        return UserFactory(roles=[Role(role)])
    return UserFactory(roles=[Role(role)], on_team=place.procedure)


def browser_of(role):
    """A browser of somebody in this role, and a place where an expert has an argument."""
    client = Client()
    if role == "anonymous":
        return client, make_place()
    expert = UserFactory()
    place = make_place(responsible=expert)
    user = make_account(role, place)
    if role == "expert":
        place.argument.responsible = user
        place.argument.save()
    client.force_login(user)
    return client, place


def test_every_address_says_who_may_open_it():
    """None is left out: it stands here, in the matrix of dialogues, or as one of the log-in; and
    no name is given twice."""
    known = [*ALLOWED, *MATRIX, *THEIRS_OPEN, *THEIRS_OWN]
    assert sorted(known) == sorted(one.name for _route, one in named() if one.name)


def test_no_address_is_without_a_name_but_those_that_lead_to_one_of_the_log_in():
    """allauth leads from where its pages stood formerly."""
    assert {route for route, one in named() if not one.name} == {
        f"konto/social/{page}/"
        for page in ("login/cancelled", "login/error", "signup", "connections")
    }


def test_pages_of_the_log_in_that_are_about_an_account_need_it(client):
    wrong = []
    for route, one in named():
        if one.name not in THEIRS_OPEN | THEIRS_OWN:
            continue
        url = reverse(one.name, kwargs=dict.fromkeys(parts_in(route), 1))
        for method in ("get", "post"):
            where = ask(client, method, url).headers.get("Location", "")
            if where.startswith(f"{reverse('account_login')}?") is not (one.name in THEIRS_OWN):
                wrong.append((one.name, method, where))
    assert wrong == []


def test_nobody_opens_what_needs_an_account_without_one():
    client, place = browser_of("anonymous")
    for name in NAMES:
        for method in ("get", "head", "post"):
            url = address(name, place)
            response = ask(client, method, url)
            if "anonymous" in ALLOWED[name]:
                assert not response.headers.get("Location", "").startswith("/konto/"), name
            else:
                assert response.status_code == 302, (name, method)
                assert response.url == f"{reverse('account_login')}?next={url}", (name, method)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_else(role):
    client, place = browser_of(role)
    wrong = []
    for name in NAMES:
        answers = {method: ask(client, method, address(name, place)) for method in ("get", "post")}
        seen = {method: one.status_code for method, one in answers.items()}
        if role not in ALLOWED[name]:
            codes = set(seen.values())
            if not codes <= REFUSED | NOTHING_DONE or codes <= NOTHING_DONE:
                wrong.append((name, "should refuse", seen))
        elif not any(code in (200, 302, 422) for code in seen.values()) and name not in MISSING:
            wrong.append((name, "should open", seen))
        elif 403 in seen.values() and name not in READ_ONLY:
            wrong.append((name, "should not refuse", seen))
    assert not wrong


@pytest.mark.parametrize("role", ["case_worker", "developer", "lawyer", "administrator"])
def test_what_only_takes_changes_leads_to_its_page_when_it_is_opened(role):
    """The way back, the language and a log-in in between ask for it with GET."""
    client, place = browser_of(role)
    wrong, led = [], 0
    for name in NAMES:
        url = address(name, place)
        answers = [client.get(url, {"page": 1})]
        while answers[-1].status_code == 303:
            answers.append(client.get(answers[-1].url))
        led += len(answers) > 1
        ends = answers[-1].status_code
        if ends == 405 or (len(answers) > 1 and role in ALLOWED[name] and ends != 200):
            wrong.append((name, [one.status_code for one in answers]))
    assert not wrong
    assert led > 50


def test_what_was_asked_of_an_address_is_asked_of_the_page_it_leads_to():
    client, place = browser_of("case_worker")
    answer = client.get(address("argument-answer", place), {"page": 2})
    assert answer.url == address("argument", place) + "?page=2"
    assert client.put(address("argument-answer", place)).status_code == 405


MISSING = {
    *("document", "attachment", "print-file", "reply-pdf", "import-receipts-slips", "proof"),
    *("bulk-slips", "scan-picture", "useful-passage"),
    *("notice-file", "public-notice-file", "quarantine-file", "print-part"),
    *("signature-list-call", "campaign-people-call", "collective-notice"),
    *("person-link", "redaction-file", "redaction-page", "redaction-version", "redactions-bulk"),
}
"""Files, pairs and samples are only names in this world: allowed, they say that there is none."""

READ_ONLY = {"prints", "notice"}
"""Some who may read these pages may not send anything there."""


def test_codes_of_another_procedure_mean_nothing_here():
    """Somebody who works in both procedures mixes up their addresses."""
    here, there = make_place(), make_place()
    StatementFactory(procedure=here.procedure)
    user = UserFactory(roles=[Role.CASE_WORKER, Role.OFFICE], on_team=here.procedure)
    for role in (Role.CASE_WORKER, Role.OFFICE):
        TeamMemberFactory(scheme=there.scheme, user=user, role=role)
    there.argument.number, there.campaign.number = 901, 902
    there.hand_over.number = 903
    there.argument.save()
    there.campaign.save()
    there.hand_over.save()
    client = Client()
    client.force_login(user)
    wrong = []
    for name in NAMES:
        parts = parts_of(name, there)
        if "slug" not in parts or len(parts.keys() - {"how", "ending", "kind", "ground"}) < 2:
            continue
        url = reverse(name, kwargs={**parts, "slug": parts_of(name, here)["slug"]})
        seen = {method: ask(client, method, url).status_code for method in ("get", "post")}
        if not set(seen.values()) <= {404} | NOTHING_DONE or 404 not in seen.values():
            wrong.append((name, seen))
    assert not wrong


@pytest.mark.parametrize("address", ["/beleg/%00/", "/werkbank/x/eingang/%00/", "/%00"])
def test_an_address_with_a_nul_character_does_not_exist(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("words", ["\x00", "²", "9" * 25, "%_", "*[?" * 60])
@pytest.mark.parametrize("name", ["argument-search", "argument-merge", "arguments"])
def test_odd_words_to_search_for_find_nothing(name, words):
    client, place = browser_of("case_worker")
    response = client.get(address(name, place), {"arg": words, "q": words})
    assert response.status_code == 200
