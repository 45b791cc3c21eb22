"""The accounts of the demo; their password stands on the start page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.accounts.models import Role, User

DEMO_PASSWORD = "probe-und-beispiel"  # noqa: S105 - shown to everyone, demo only

DEMO_ACCOUNTS: list[dict[str, Any]] = [
    {
        "email": "sachbearbeitung@example.org",
        "name": "Sascha Sachbeleg",
        "role": Role.CASE_WORKER.value,
        "password": DEMO_PASSWORD,
        "does": _("reads, ties, answers and sends"),
    },
    {
        "email": "fachgutachten@example.org",
        "name": "Fatma Fachmuster",
        "role": Role.EXPERT.value,
        "password": DEMO_PASSWORD,
        "does": _("answers the arguments in her field"),
    },
    {
        "email": "geschaeftsstelle@example.org",
        "name": "Gesine Geschäftsprobe",
        "role": Role.OFFICE.value,
        "password": DEMO_PASSWORD,
        "does": _("takes letters in and keeps the overview"),
    },
    {
        "email": "justiziariat@example.org",
        "name": "Jule Justizprobe",
        "role": Role.LAWYER.value,
        "password": DEMO_PASSWORD,
        "does": _("sets dates with a reason and lets findings in notices stand"),
    },
    {
        "email": "vorhabentraeger@example.org",
        "name": "Viktor Vorhabenbeispiel",
        "role": Role.DEVELOPER.value,
        "password": DEMO_PASSWORD,
        "does": _("comments on what was handed over, by code number"),
    },
    {
        "email": "verwaltung@example.org",
        "name": "Ada Administratorprobe",
        "role": Role.ADMINISTRATOR.value,
        "password": DEMO_PASSWORD,
        "does": _("manages accounts and sees who looked at names"),
    },
]


def make_accounts() -> dict[str, User]:
    """The demo's accounts by role; made once, found again."""
    from allauth.account.models import EmailAddress

    made = {}
    for account in DEMO_ACCOUNTS:
        user = User.objects.filter(email=account["email"]).first()
        if user is None:
            user = User.objects.create_user(
                account["email"], account["password"], name=account["name"]
            )
            user.role_assignments.create(role=account["role"])
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        made[account["role"]] = user
    return made
