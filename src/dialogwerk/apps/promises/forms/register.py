"""Which promises somebody wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.promises import PromiseQuerySet
from ..services import register
from ..services.register import Wanted


class RegisterFilter(forms.Form):
    """Every field may be empty; values that nobody knows count so."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *register.STANDINGS.items()]
    )
    scheme = forms.ChoiceField(label=_("Project"), required=False)
    owner = forms.ChoiceField(label=_("Promised by"), required=False)

    def __init__(self, *args: Any, promises: PromiseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        of_none = ("-", _("without a project"))
        scheme: Any = self.fields["scheme"]
        scheme.choices = [everything, of_none, *register.schemes(promises)]
        owner: Any = self.fields["owner"]
        owner.choices = [everything, *register.owners(promises)]

    @property
    def wanted(self) -> Wanted:
        """What is asked for; fields with strange values are left out."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            state=given.get("state", ""),
            scheme=given.get("scheme", ""),
            owner=given.get("owner", ""),
            words=given.get("q", ""),
        )

    @property
    def chosen(self) -> dict[str, str]:
        """The valid fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class KeptFilter(RegisterFilter):
    """The same for staff, who may look at their own only."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("all promises")), ("mine", _("those I look after"))],
    )
