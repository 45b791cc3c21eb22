"""What people type on the path to a new alliance."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.apps.base.dates import UncertainDate

from ..models import Body, Founding
from .bodies import NO_PEOPLE
from .entries import HolderForm
from .fields import BodyField, address, find, when

PARTS = 8
MOST_SIGNATORIES = 200


class StepForm(forms.Form):
    """A step; `values` are the arguments of its service."""

    def __init__(self, *args: Any, founding: Founding, **kwargs: Any) -> None:
        self.founding = founding
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DeclarationForm(StepForm):
    declaration = forms.CharField(
        label=gettext_lazy("Words of the declaration"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        help_text=NO_PEOPLE,
    )
    declaration_url = address(gettext_lazy("Address of the declaration"))
    declared_on = when(gettext_lazy("Declared on"), required=True)
    declared_at = forms.CharField(
        label=gettext_lazy("Declared where"), max_length=200, required=False
    )

    def __init__(self, *args: Any, founding: Founding, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(founding, name) for name in self.base_fields}
        super().__init__(*args, founding=founding, **kwargs)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "text": data["declaration"],
            "url": data["declaration_url"],
            "on": data["declared_on"],
            "at": data["declared_at"],
        }


class SignatoriesForm(StepForm):
    """One organisation a line; known ones are found by name or code, others stay words."""

    signatories = forms.CharField(
        label=gettext_lazy("Organisations that sign, one a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text=gettext_lazy(
            "By name or code. What is not on record yet is kept in your words. Everyone can read"
            " it: please name organisations, not people."
        ),
    )

    def clean_signatories(self) -> list[Body | str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["signatories"].splitlines()]
        named = [line for line in lines if line]
        if len(named) > MOST_SIGNATORIES:
            raise ValidationError(
                _("These are %(number)d lines; please send at most %(most)d at once.")
                % {"number": len(named), "most": MOST_SIGNATORIES}
            )
        if long := next((line for line in named if len(line) > 200), None):
            raise ValidationError(
                _("“%(line)s …” is too long for a name. Please put each organisation on a line.")
                % {"line": long[:40]}
            )
        return [self._meant(line) for line in named]

    def _meant(self, line: str) -> Body | str:
        found = find(Body.objects.current().exclude(pk=self.founding.body_id), line)
        if len(found) > 1:
            raise ValidationError(
                _("Several bodies are called so: %(codes)s. Please type the code of one.")
                % {"codes": ", ".join(one.code for one in found[:5])}
            )
        return found[0] if found else line

    def values(self) -> dict[str, Any]:
        return {"holders": self.cleaned_data["signatories"]}


class EntrustForm(HolderForm):
    """Patron or spokesperson; like any role, with the role given by the step."""

    title = forms.CharField(
        label=gettext_lazy("Name of the role"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If it is called differently there."),
    )
    field_order = ("title", *HolderForm.field_order)

    def __init__(self, *args: Any, founding: Founding, **kwargs: Any) -> None:
        super().__init__(*args, body=founding.body, **kwargs)


class OfficeForm(StepForm):
    office = BodyField(
        label=gettext_lazy("Body on record that looks after the alliance"),
        required=False,
        help_text=gettext_lazy("Type its name or its code."),
    )
    new_name = forms.CharField(
        label=gettext_lazy("Or the name of a new office"), max_length=200, required=False
    )
    begun = when(gettext_lazy("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.queryset = Body.objects.current().exclude(pk=self.founding.body_id)


class ProgrammeForm(StepForm):
    """Up to eight parts, each with when it is to be."""

    def __init__(self, *args: Any, founding: Founding, **kwargs: Any) -> None:
        super().__init__(*args, founding=founding, **kwargs)
        known = list(founding.programme.all())
        for place in range(max(PARTS, len(known))):
            part = known[place] if place < len(known) else None
            number = {"number": place + 1}
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("%(number)d. What") % number,
                max_length=300,
                required=False,
                initial=part.text if part else "",
            )
            self.fields[f"due_{place}"] = when(
                _("%(number)d. When") % number, help_text="" if place else None
            )
            self.fields[f"due_{place}"].initial = part.due if part else None
        first: Any = self.fields["due_0"]
        first.help_text = _("As well as it is known: 10.06.2009, June 2009, early 2010, unknown.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("due_")]:
            place = name.removeprefix("due_")
            if cleaned.get(name) and not cleaned.get(f"text_{place}"):
                self.add_error(f"text_{place}", _("Please say what is to be then."))
        return cleaned

    def values(self) -> dict[str, Any]:
        places = [name.removeprefix("text_") for name in self.fields if name.startswith("text_")]
        items: list[tuple[str, UncertainDate | None]] = [
            (self.cleaned_data[f"text_{place}"], self.cleaned_data[f"due_{place}"])
            for place in places
        ]
        return {"items": items}
