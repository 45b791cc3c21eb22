"""Controls that several forms use."""

from django import forms


def with_list(name: str) -> forms.TextInput:
    """A text with suggestions out of the datalist of that name."""
    return forms.TextInput(attrs={"list": name, "autocomplete": "off"})


def day() -> forms.DateInput:
    """A calendar day, in the browser's own control."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
