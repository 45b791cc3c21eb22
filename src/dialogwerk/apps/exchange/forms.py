"""What is sent from the pages of the exchange."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.statements.forms.imports import MomentInput
from dialogwerk.apps.statements.forms.texts import MomentField

from .models import Link


class LinkForm(forms.ModelForm):
    """The identifiers under which the partner knows the procedure."""

    class Meta:
        model = Link
        fields = [
            *("process_id", "plan_id", "participation_id", "step", "step_version"),
            *("substep", "substep_version", "directory", "directory_version"),
            *("our_key", "their_key", "their_name"),
        ]


class SendForm(forms.Form):
    """Which letters go out, and whether their writers are named."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which letters"),
        choices=[
            ("new", gettext_lazy("those not written as a message yet")),
            ("all", gettext_lazy("all of the procedure")),
            ("one", gettext_lazy("this one")),
        ],
        widget=forms.RadioSelect,
        initial="new",
    )
    code = forms.CharField(
        label=gettext_lazy("Code number of the letter"), required=False, max_length=20
    )
    names = forms.BooleanField(
        label=gettext_lazy("With names, addresses and attachments"), required=False
    )
    is_test = forms.BooleanField(label=gettext_lazy("Marked as a test"), required=False)

    def __init__(self, *args: Any, may_see_names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_see_names:
            del self.fields["names"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == "one" and not cleaned.get("code", "").strip():
            self.add_error("code", _("Say which letter you mean."))
        return cleaned


class ParcelForm(forms.Form):
    """A message, or a ZIP of many with the files that lie beside them."""

    file = forms.FileField(
        label=gettext_lazy("Message (XML) or several (ZIP)"),
        widget=forms.FileInput(attrs={"accept": ".xml,.zip"}),
    )


class TakeForm(forms.Form):
    """When the messages reached the authority."""

    received_at = MomentField(
        label=gettext_lazy("When did the messages reach you?"),
        required=False,
        help_text=gettext_lazy("Left empty, the moment of the upload counts."),
        widget=MomentInput(),
    )

    def clean_received_at(self) -> Any:
        moment = self.cleaned_data["received_at"]
        if moment and moment > timezone.now():
            raise ValidationError(_("This moment lies in the future."))
        return moment
