"""Questions and answers: what the office and experts answer, and what is called up at an event."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogwerk.apps.base.triggers import immutable

from .contributions import Contribution
from .participation import Following
from .processes import Format


class AnswerQuerySet(models.QuerySet):
    def published(self):
        """Everyone can read them."""
        return self.filter(is_published=True)

    def current_of(self, questions: Iterable[Contribution]) -> dict[int, "Answer"]:
        """The newest published answer of each question, by primary key; one query."""
        rows = self.published().filter(question__in=[one.pk for one in questions])
        return {answer.question_id: answer for answer in rows.order_by("number")}

    def untold(self):
        """The first published answer to a question whose asker left an e-mail address and
        confirmed it, not mailed yet. Corrections are not mailed: they stand on the page of the
        question."""
        confirmed = Following.objects.by_authors().filter(contribution=OuterRef("question"))
        return self.published().filter(
            Exists(confirmed), mailed=None, question__person__erased_at=None
        )


@immutable
class Answer(models.Model):
    """One version of the answer to a question; later versions replace earlier ones.

    A draft is seen by the team only. What was published once stays readable under what replaced
    it. It says in which role somebody answers, and a name only where that person wishes so.
    """

    question = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("answer"))
    spoken_as = models.CharField(_("answered as"), max_length=150)
    signed = models.CharField(_("name shown"), max_length=150, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    by = models.CharField(max_length=50, help_text=_("actor"))
    at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="answers_to_questions_are_numbered"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.CheckConstraint(condition=~Q(spoken_as=""), name="answer_says_who_speaks"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.number}"


class AnswerMail(models.Model):
    """That whoever asked was told of an answer by e-mail; noted before the mail leaves."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="mailed")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail about an answer")
        verbose_name_plural = _("mails about answers")

    def __str__(self) -> str:
        return f"{self.answer_id}"


class Call(models.Model):
    """How a question stands at an event that takes place now; at most one is answered at a time.

    What was answered in the room still waits for its written answer.
    """

    class Place(models.TextChoices):
        NOW = "now", pgettext_lazy("question", "answered now")
        ANSWERED = "answered", pgettext_lazy("question", "answered in the room")
        LATER = "later", pgettext_lazy("question", "answered later")

    question = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="call")
    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="calls")
    place = models.CharField(_("place"), max_length=10, choices=Place)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("call of a question")
        verbose_name_plural = _("calls of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["format"], condition=Q(place="now"), name="one_question_is_answered_now"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.place}"
