"""What clerks do with the letters of `whole_way.py`, so that every page has something to show.

Each stage calls the services behind the buttons and says how long the longest click took.
"""

import argparse
import contextlib
import io
import time
from collections.abc import Callable

CLERK = "sachbearbeitung@example.org"
ACTOR = "user:1"
ARGUMENTS = 40
PASSAGES_TIED = 2
REPLIES_SENT = 100
LETTERS_PRINTED = 2_000
LETTERS_REDACTED = 2_000


def procedure():
    from dialogwerk.apps.schemes.models import Procedure

    return Procedure.objects.get(slug="windpark-hohe-heide")


def clerk():
    from dialogwerk.apps.accounts.models import User

    return User.objects.get(email=CLERK)


class Clicks:
    """How long clicks take, in milliseconds."""

    def __init__(self) -> None:
        self.took: list[float] = []

    def __call__(self, work: Callable[[], object]) -> object:
        started = time.perf_counter()
        done = work()
        self.took.append((time.perf_counter() - started) * 1000)
        return done

    @property
    def longest_ms(self) -> float:
        return round(max(self.took, default=0), 1)


def tie_and_answer(_options: argparse.Namespace) -> dict:
    """Two passages of every template tied to forty arguments; all but one are answered."""
    from dialogwerk.apps.statements.models import Occurrence
    from dialogwerk.apps.statements.models.answers import Weighing
    from dialogwerk.apps.statements.services import answers, reading

    mine, user = procedure(), clerk()
    subjects = [
        answers.open_argument(procedure=mine, title=f"Vorbringen {number}", by=ACTOR)
        for number in range(1, ARGUMENTS + 1)
    ]
    ties, saves = Clicks(), Clicks()
    for place, campaign in enumerate(mine.campaigns.by_weight()):
        reading.propose_segments(campaign)
        for number, passage in enumerate(campaign.segments.proposed()[:PASSAGES_TIED]):
            subject = subjects[(PASSAGES_TIED * place + number) % ARGUMENTS]
            ties(lambda: reading.tie_segment(segment=passage, argument=subject, by=ACTOR))  # noqa: B023
    for subject in subjects[:-1]:
        saves(
            lambda: answers.answer(
                argument=subject,  # noqa: B023
                result=Weighing.NOT_FOLLOWED,
                text="Dem wird nicht gefolgt.",
                by=user,
            )
        )
    return {
        "points": Occurrence.objects.count(),
        "longest_tie_ms": ties.longest_ms,
        "longest_answer_ms": saves.longest_ms,
    }


def read(_options: argparse.Namespace) -> dict:
    """Every template and every letter is read; what was not tied holds nothing to answer."""
    from django.utils import timezone

    from dialogwerk.apps.statements.services import reading

    mine = procedure()
    campaigns, letters = Clicks(), Clicks()
    for campaign in mine.campaigns.by_weight():
        campaigns(lambda: reading.finish_reading(where=campaign, by=ACTOR, set_rest_aside=True))  # noqa: B023
    for letter in mine.statements.unread().order_by("pk")[:50]:
        letters(lambda: reading.finish_reading(where=letter, by=ACTOR, set_rest_aside=True))  # noqa: B023
    mine.statements.unread().update(read_at=timezone.now(), read_by=ACTOR, read_how="explicit")
    return {"longest_campaign_ms": campaigns.longest_ms, "longest_letter_ms": letters.longest_ms}


def replies(_options: argparse.Namespace) -> dict:
    """The last argument answered; replies for all, of which some are written, printed and sent."""
    from dialogwerk.apps.statements.models import PrintedLetter
    from dialogwerk.apps.statements.models.answers import Weighing
    from dialogwerk.apps.statements.services import answers, dispatch, printing, writing
    from dialogwerk.apps.statements.services import replies as service

    mine, user = procedure(), clerk()
    last = mine.arguments.active().order_by("-number").first()
    answers.answer(argument=last, result=Weighing.FOLLOWED, text="Dem wird gefolgt.", by=user)
    started = time.perf_counter()
    made = service.prepare(mine)
    prepared = time.perf_counter() - started
    keys = list(service.due(mine).order_by("pk").values_list("pk", flat=True))
    for start in range(0, 2 * REPLIES_SENT, 50):
        writing.write_many(keys[start : start + 50], by=ACTOR)
    for reply in mine.replies.filter(pk__in=keys[:REPLIES_SENT]):
        dispatch.mark_sent(reply, how="post", by=ACTOR)
    batch = printing.open_batch(mine, by=ACTOR)
    PrintedLetter.objects.bulk_create(
        PrintedLetter(batch=batch, reply_id=key, position=place, sha256="0" * 64)
        for place, key in enumerate(keys[2 * REPLIES_SENT :][:LETTERS_PRINTED], 1)
    )
    first = mine.arguments.active().order_by("number").first()
    answers.answer(argument=first, result=Weighing.FOLLOWED, text="Neu bedacht.", by=user)
    return {"replies": made, "prepared_s": round(prepared, 1), "printed": batch.printed.count()}


def hand_over(_options: argparse.Namespace) -> dict:
    """Everything to the developer, by the run that does it; who comments on one argument."""
    from dialogwerk.apps.accounts.models import User
    from dialogwerk.apps.handover.services import comments
    from dialogwerk.apps.handover.services.handing_over import hand_over as service

    mine = procedure()
    started = time.perf_counter()
    made = service(procedure=mine, by=ACTOR)
    took = time.perf_counter() - started
    developer = User.objects.get(email="vorhabentraeger@example.org")
    argument = mine.arguments.filter(handed__hand_over=made).order_by("number").first()
    comments.save_comment(argument=argument, text="Wir drosseln nachts.", by=developer)
    comments.submit(procedure=mine, by=developer)
    return {"letters": made.letters, "passages": made.passages, "handing_over_s": round(took, 1)}


def redact(_options: argparse.Namespace) -> dict:
    """Marks proposed for a part of the letters, and a sample of the certain ones drawn."""
    from dialogwerk.apps.statements.errors import NotAllowedNow
    from dialogwerk.apps.statements.services import redaction_marks, releases

    mine = procedure()
    started, done = time.perf_counter(), 0
    for done in redaction_marks.prepare_all(mine):
        if done >= LETTERS_REDACTED:
            break
    took = time.perf_counter() - started
    draws = Clicks()
    with contextlib.suppress(NotAllowedNow):
        draws(lambda: releases.draw(procedure=mine, audience="developer", size=30, by=ACTOR))
    return {"letters": done, "letters_a_second": round(done / took), "draw_ms": draws.longest_ms}


def arrivals(_options: argparse.Namespace) -> dict:
    """Files that cannot be letters, so that the quarantine has something to show."""
    from dialogwerk.apps.intake.services import deliveries

    files = [(f"kaputt-{number}.pdf", io.BytesIO(b"%PDF-1.7 kaputt")) for number in range(60)]
    delivery = deliveries.deliver(procedure=procedure(), files=files, by=ACTOR, title="Kaputte")
    deliveries.take_in(delivery, by=ACTOR)
    return {"quarantined": delivery.items.quarantined().count()}
