"""Who may log in, and in which roles. People who write letters need no account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone does in the house; one account can hold several roles."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OFFICE = "office", _("Dialogue office")
    CASE_WORKER = "case_worker", _("Case worker")
    EXPERT = "expert", _("Expert")
    LAWYER = "lawyer", _("Legal counsel")
    DEVELOPER = "developer", _("Developer of the scheme")
    STEERING_MEMBER = "steering_member", _("Member of the steering circle")
    EDITOR = "editor", _("Editor")
    PARTICIPANT = "participant", _("Participant")


class UserManager(BaseUserManager):
    """Accounts are found by e-mail address, whatever its case."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.role_assignments.create(role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account: e-mail address instead of a user name."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    @property
    def roles(self) -> frozenset[str]:
        """The roles of this account, asked once per request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.role_assignments.values_list("role", flat=True))
        return self._roles

    @property
    def actor(self) -> str:
        """How the journal names this account: a number, never a name."""
        return f"user:{self.pk}"


class RoleAssignment(models.Model):
    """One role of one account, house-wide."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    assigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_assignment_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
