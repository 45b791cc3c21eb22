"""What a service refuses, said at the field of the form that it is about."""

from typing import Any

from django.core.exceptions import ValidationError


def add_to(form: Any, error: ValidationError) -> None:
    """Put the error of a service at the field that its code names, or at the form as a whole."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    code = getattr(error, "code", None)
    form.add_error(code if code in form.fields else None, error)
