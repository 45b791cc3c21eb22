"""Who may do what at which address of dialogues, promises, opinions, events and surveys.

As `docs/reference/permissions.md` says it, address by address; `test_dialogue_addresses` asks each
in every role.
"""

from dataclasses import dataclass

ROLES = [
    *("participant", "editor", "developer", "lawyer", "expert", "office", "case_worker"),
    *("lead", "moderator", "answering", "administrator", "stranger", "office_elsewhere"),
]
"""Developer to case worker are on the team of the scheme. ``lead``, ``moderator`` and ``answering``
(an expert) are on the team of the dialogue and have no other role. The stranger is case worker,
expert and legal counsel of another scheme, whose dialogue he leads; ``office_elsewhere`` is the
office of another scheme. ``editor`` sits in the steering circle too."""

ACCOUNTS = frozenset(ROLES)
EVERYONE = ACCOUNTS | {"anonymous"}
RUNNING = frozenset({"lead", "office", "case_worker", "administrator"})
MODERATING = RUNNING | {"moderator"}
WORKING = MODERATING | {"answering", "expert"}
OFFICES = frozenset({"office", "office_elsewhere", "administrator"})
KEEPING = OFFICES | {"case_worker"}
SEEING = KEEPING | {"expert", "lawyer"}
OF_PROCEDURE = frozenset({"office", "case_worker", "expert", "lawyer", "administrator"})
WEIGHING = frozenset({"case_worker", "administrator"})


@dataclass(frozen=True)
class Access:
    """Who is let in.

    Attributes:
        get: who may read; None where the address only takes changes and leads to its page.
        post: who may change; None where it takes no changes.
        hidden: who is left of them while the dialogue or promise is not shown to everyone; None
            where that changes nothing.
    """

    get: frozenset[str] | None
    post: frozenset[str] | None = None
    hidden: frozenset[str] | None = None

    def let_in(self, method: str, *, is_public: bool) -> frozenset[str] | None:
        who = getattr(self, method)
        return who & self.hidden if who and self.hidden and not is_public else who


def each(*names: str, get=None, post=None, hidden=None) -> dict[str, Access]:
    return dict.fromkeys(names, Access(get, post, hidden))


LISTS = each("processes", "events", "promises", "promises-export", get=EVERYONE)
"""They show to each what may be shown to it: `test_lists_show_nobody_what_is_not_shown`."""

BY_SECRET = {
    **each("contribution-receipt", "contribution-receipt-photo", get=EVERYONE),
    **each("contribution-withdraw", "contribution-appeal", "following-end", post=EVERYONE),
    **each("following", "registration", get=EVERYONE, post=EVERYONE),
    **each("follow-confirm", "follow-end", get=EVERYONE, post=EVERYONE),
    **each("objection-from-contribution", get=EVERYONE, post=EVERYONE),
    **each("opinion-forget", post=EVERYONE),
}
"""Whoever has the receipt, or the link of the mail; the cookie of votes leaves one's own device."""

SHOWN = {
    **each(
        *("process", "contributions", "contributions-map", "contribution", "contribution-photo"),
        *("contributions-data", "contribution-moderation-log", "report", "report-version"),
        *("report-file", "dialogue-document", "document-version", "document-comments"),
        *("document-sheet-picture", "questions", "question", "questions-short"),
        *("questions-projector", "events-of-format", "process-calendar", "event"),
        *("event-calendar", "opinions", "my-votes", "opinion-map", "opinion-report"),
        *("opinion-json", "opinion-file", "survey-results"),
        get=EVERYONE,
        hidden=WORKING,
    ),
    **each(
        *("contribution-new", "contribution-comment", "contribution-follow", "process-follow"),
        *("contribution-report", "document-paragraph", "document-sheet", "question-new"),
        *("event-register", "opinion-add", "survey"),
        get=EVERYONE,
        post=EVERYONE,
        hidden=WORKING,
    ),
    **each(
        *("contribution-similar", "contribution-support", "opinion-vote", "opinion-similar"),
        "opinion-appeal",
        post=EVERYONE,
        hidden=WORKING,
    ),
    **each("promise", "promise-evidence", get=EVERYONE, hidden=SEEING),
    **each("promise-follow", post=EVERYONE, hidden=SEEING),
}
"""dialogues.view and promises.view."""

OPEN_WORKBENCH = {
    **each("process-desks", get=ACCOUNTS),
    **each(
        *("process-desk", "process-phases", "process-formats", "process-contributions"),
        *("contribution-desk", "contribution-work", "contribution-work-photo", "reports-due"),
        *("process-themes", "process-report-draft", "result-confirmation", "question-desk"),
        *("event-desk", "document-desk", "opinion-desk"),
        get=WORKING,
    ),
    **each("process-report", "survey-desk", get=WORKING, post=RUNNING),
    **each("question-answer", get=WORKING, post=WORKING),
}
"""dialogues.open_workbench and dialogues.answer; what else can be sent there, dialogues.edit and
surveys.edit."""

MODERATE = {
    **each(
        *("contribution-moderation", "contribution-captured", "contribution-slip"),
        *("duplicate-pairs", "themes-next", "questions-remote", "process-import"),
        *("process-import-findings", "opinion-desk-file", "event-attendance", "survey-texts"),
        "survey-export",
        get=MODERATING,
    ),
    **each(
        *("comment-work", "contribution-redact", "contribution-merge", "contribution-split"),
        *("lineage-undo", "contribution-capture", "process-imports", "process-import-discard"),
        "event-afterwards",
        get=MODERATING,
        post=MODERATING,
    ),
    **each(
        *("contribution-moderation-decide", "duplicate-pairs-look", "duplicate-pairs-different"),
        *("themes-propose", "themes-review", "question-call", "process-import-columns"),
        *("process-import-source", "process-import-start", "process-import-stop"),
        *("opinion-seed", "opinion-decide", "opinion-compute", "opinion-check"),
        *("event-check-in", "survey-text-decide"),
        post=MODERATING,
    ),
}
"""dialogues.moderate, dialogues.take_in, opinions.moderate, events.see_registrations,
surveys.moderate and surveys.export."""

RUN = {
    **each(
        *("process-edit", "process-team", "phase-new", "phase-edit", "phase-results"),
        *("phase-waive", "format-new", "format-edit", "contribution-moderation-settings"),
        *("themes-edit", "theme-examples", "outcome-many", "outcome-decide"),
        *("target-group", "target-group-new", "result-hand-over", "result-acknowledge"),
        *("document-text", "document-sheet-new", "dialogue-event-new", "event-edit"),
        *("event-call-off", "opinion-import", "opinion-import-check"),
        *("survey-question", "survey-question-new"),
        get=RUNNING,
        post=RUNNING,
    ),
    **each(
        *("process-show", "process-end", "process-team-leave", "phase-remove"),
        *("format-withdraw", "process-report-publish", "target-group-remove"),
        *("opinion-choices", "survey-begin", "survey-publish", "survey-question-change"),
        post=RUNNING,
    ),
    **each("contribution-promise", get=RUNNING & KEEPING, post=RUNNING & KEEPING),
}
"""dialogues.edit, dialogues.decide, opinions.run, events.edit and surveys.edit; a promise from a
contribution needs promises.keep as well."""

OF_THE_HOUSE = {
    **each("process-new", "event-new-alone", get=OFFICES, post=OFFICES),
    **each("event-desk-alone", get=OFFICES),
    **each("promises-kept", get=SEEING | {"stranger"}),
    **each("promise-new", get=KEEPING | {"stranger"}, post=KEEPING | {"stranger"}),
    **each("promise-edit", "promise-step", get=KEEPING, post=KEEPING),
}
"""dialogues.create and events.create; promises.keep. Whoever keeps the promises of any scheme may
record one; staff see their list, as far as they may see any."""

WEIGH = {
    **each("weighed-promises", "weighed-promises-export", get=OF_PROCEDURE),
    **each("weighed-promise", get=OF_PROCEDURE, post=WEIGHING),
    **each("weighed-promise-back", "argument-cite", post=WEIGHING),
    **each("dialogue-result-consider", "dialogue-result-take-back", post=WEIGHING),
}
"""statements.open_workbench; statements.answer of an argument that nobody else is responsible for,
and statements.close_weighing."""

TABLES = (LISTS, BY_SECRET, SHOWN, OPEN_WORKBENCH, MODERATE, RUN, OF_THE_HOUSE, WEIGH)
MATRIX = {name: access for table in TABLES for name, access in table.items()}

ALONE = {
    **each("event", "event-calendar", get=EVERYONE, hidden=OFFICES),
    **each("event-register", get=EVERYONE, post=EVERYONE, hidden=OFFICES),
    **each("event-edit", "event-call-off", "event-afterwards", get=OFFICES, post=OFFICES),
    **each("event-attendance", get=OFFICES),
    **each("event-check-in", post=OFFICES),
}
"""The same addresses for an event that belongs to no dialogue."""
