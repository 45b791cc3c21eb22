"""The workbench of contributions; reports of breaches, the log, what authors read."""

from django.urls import path

from ..views import (
    capture,
    contribution_desk,
    lineage,
    moderation,
    moderation_public,
    outcomes,
    themes,
)

DESK = "werkbank/dialoge/<slug:slug>/"
ONE = f"{DESK}beitrag/<str:code>/"
LIST = f"{DESK}beitraege/"
THEMES = f"{DESK}themen/"
ROOT = "dialoge/<slug:slug>/"
RECEIPT = "dialoge/beitrag/beleg/<str:receipt>/"

urlpatterns = [
    path(LIST, contribution_desk.of_process, name="process-contributions"),
    path(f"{LIST}<slug:format_slug>/", contribution_desk.of_format, name="contribution-desk"),
    path(f"{LIST}<slug:format_slug>/erfassen/", capture.capture, name="contribution-capture"),
    path(ONE, contribution_desk.one, name="contribution-work"),
    path(f"{ONE}foto/<int:pk>/", moderation.photo, name="contribution-work-photo"),
    path(f"{ONE}entscheiden/", moderation.decide, name="contribution-moderation-decide"),
    path(f"{ONE}schwaerzen/", moderation.redact, name="contribution-redact"),
    path(f"{ONE}ergebnis/", outcomes.one, name="outcome-decide"),
    path(f"{ONE}zusage/", outcomes.promise, name="contribution-promise"),
    path(f"{ONE}aufteilen/", lineage.split, name="contribution-split"),
    path(f"{ONE}themen/", themes.review, name="themes-review"),
    path(f"{ONE}beleg/", capture.captured, name="contribution-captured"),
    path(f"{ONE}beleg.pdf", capture.slip, name="contribution-slip"),
    path(f"{DESK}kommentar/<str:code>/", moderation.comment, name="comment-work"),
    path(f"{DESK}moderation/", moderation.queue, name="contribution-moderation"),
    path(
        f"{DESK}moderation/einstellungen/",
        moderation.settings,
        name="contribution-moderation-settings",
    ),
    path(f"{DESK}ergebnis-fuer-viele/", outcomes.many, name="outcome-many"),
    path(f"{DESK}berichte/", outcomes.due, name="reports-due"),
    path(f"{DESK}zusammenlegen/", lineage.merge, name="contribution-merge"),
    path(f"{DESK}herkunft/<str:code>/rueckgaengig/", lineage.undo, name="lineage-undo"),
    path(f"{DESK}doppelte/", lineage.pairs, name="duplicate-pairs"),
    path(f"{DESK}doppelte/suchen/", lineage.look, name="duplicate-pairs-look"),
    path(
        f"{DESK}doppelte/<int:pk>/verschieden/",
        lineage.different,
        name="duplicate-pairs-different",
    ),
    path(THEMES, themes.overview, name="process-themes"),
    path(f"{THEMES}bearbeiten/", themes.edit, name="themes-edit"),
    path(f"{THEMES}beispiele/", themes.examples, name="theme-examples"),
    path(f"{THEMES}vorschlagen/", themes.propose, name="themes-propose"),
    path(f"{THEMES}naechster/", themes.useful, name="themes-next"),
    path(f"{ROOT}moderation/", moderation_public.log, name="contribution-moderation-log"),
    path(f"{ROOT}melden/<str:code>/", moderation_public.report, name="contribution-report"),
    path(f"{RECEIPT}widerspruch/", moderation_public.appeal, name="contribution-appeal"),
]
