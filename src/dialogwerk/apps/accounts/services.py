"""Changes to accounts that have consequences."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record

from .models import Role, User


@transaction.atomic
def open_account(*, email: str, name: str, roles: Iterable[str], by: User) -> User:
    """Make an account with roles and without a password: its owner sets one by e-mail.

    Raises:
        ValidationError: there is an account with this address already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(_("There is already an account with this e-mail address."))
    user = User.objects.create_user(email, None, name=name.strip())
    record("account.opened", subject=user.actor, actor=by.actor)
    assign_roles(user=user, roles=roles, by=by)
    return user


@transaction.atomic
def assign_roles(*, user: User, roles: Iterable[str], by: User) -> None:
    """Give this account exactly these roles.

    Raises:
        ValidationError: administrators would lock themselves out by giving up the role.
    """
    wanted = {Role(role).value for role in roles}
    before = set(user.role_assignments.values_list("role", flat=True))
    if user.pk == by.pk and Role.ADMINISTRATOR in before - wanted:
        raise ValidationError(
            _("You cannot take the administrator's role from yourself; ask another administrator.")
        )
    user.role_assignments.filter(role__in=before - wanted).delete()
    if wanted - before and not before:
        _forget_unproved_password(user)
    for role in sorted(wanted - before):
        user.role_assignments.create(role=role)
    if wanted != before:
        record(
            "account.roles_assigned",
            subject=user.actor,
            actor=by.actor,
            payload={"before": sorted(before), "after": sorted(wanted)},
        )


def _forget_unproved_password(user: User) -> None:
    """Whoever signed up with somebody else's address must not keep a key to what is entrusted now.

    An address that nobody has confirmed proves nothing; its owner sets a password by e-mail.
    """
    is_proved = EmailAddress.objects.filter(user=user, verified=True).exists()
    if user.has_usable_password() and not is_proved:
        user.set_unusable_password()
        user.save(update_fields=["password"])


def proved_addresses(users: Iterable[int]) -> dict[int, str]:
    """The e-mail address of each active account (by primary key) whose owner has confirmed it."""
    proved = EmailAddress.objects.filter(
        user__in=set(users), user__is_active=True, verified=True, email__iexact=F("user__email")
    )
    return dict(proved.values_list("user", "email"))


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User) -> None:
    """Lock an account or open it again; what it did stays on record.

    Raises:
        ValidationError: one's own account.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot lock your own account."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    action = "account.unlocked" if is_active else "account.locked"
    record(action, subject=user.actor, actor=by.actor)
