"""Logging in; what somebody may do is said by rules alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class LogInBackend(AuthenticationBackend):
    """E-mail address and password, and the sessions of whoever logs in by passkey or OIDC.

    Django's own permissions in the database are not used here, so nobody looks for them: each
    refusal would cost two queries.
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
