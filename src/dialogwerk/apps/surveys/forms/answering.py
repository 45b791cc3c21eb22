"""The form of a survey, made from its questions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.base.guarding import GuardedForm

from ..models import SurveyQuestion, SurveyVersion

LONGEST = 3000
Kind = SurveyQuestion.Kind


def _field(question: SurveyQuestion) -> forms.Field:
    shared: dict[str, Any] = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.is_required,
    }
    match question.kind:
        case Kind.SINGLE | Kind.SCALE:
            shared["error_messages"] = {"required": _("Please choose an answer.")}
            return forms.TypedChoiceField(
                choices=question.choices,
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                **shared,
            )
        case Kind.SEVERAL:
            shared["error_messages"] = {"required": _("Please choose at least one answer.")}
            return forms.TypedMultipleChoiceField(
                choices=question.choices, coerce=int, widget=forms.CheckboxSelectMultiple, **shared
            )
        case Kind.NUMBER:
            return forms.FloatField(
                min_value=question.smallest,
                max_value=question.largest,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                localize=True,
                **shared,
            )
        case _:
            return forms.CharField(
                max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **shared
            )


class SurveyForm(GuardedForm):
    """One field for each question of a version."""

    def __init__(self, *args: Any, version: SurveyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {f"q{one.pk}": one for one in version.questions.all()}
        for name, question in self._questions.items():
            self.fields[name] = _field(question)

    def given(self) -> Mapping[SurveyQuestion, Any]:
        """What was answered, by question; only after the form was found valid."""
        found: dict[SurveyQuestion, Any] = {}
        for name, question in self._questions.items():
            value = self.cleaned_data.get(name)
            if value is None or value in ("", []):
                continue
            is_one = question.kind in (Kind.SINGLE, Kind.SCALE)
            found[question] = [value] if is_one else value
        return found
