"""What is typed about promises in the weighing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogwerk.apps.promises.models import Promise
from dialogwerk.apps.schemes.models import Procedure

from ..models import Argument, PromiseConsidered
from ..services.considering import concerned


class ConsiderForm(forms.Form):
    """A promise is cited in an answer, cited elsewhere, or refuted."""

    how = forms.ChoiceField(
        label=_("In the weighing this promise is"),
        choices=PromiseConsidered.How.choices,
        widget=forms.RadioSelect,
    )
    argument = forms.ModelChoiceField(
        label=_("In the answer to"),
        required=False,
        queryset=Argument.objects.none(),
        empty_label=_("elsewhere, as said below"),
        help_text=_("Only for what is cited. It counts as soon as the argument has an answer."),
    )
    text = forms.CharField(
        label=_("Where, or the reasons"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The reasons why the weighing does not follow it; or where else it is cited."),
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        argument: Any = self.fields["argument"]
        argument.queryset = Argument.objects.filter(procedure=procedure).active()


class _PromiseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Promise) -> str:
        return f"{obj.code} {obj.text[:80]}"


class CiteForm(forms.Form):
    """On the page of an argument: which promise its answer cites."""

    promise = _PromiseField(label=_("Promise"), queryset=Promise.objects.none(), empty_label=None)
    text = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, *args: Any, argument: Argument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PromiseConsidered.objects.standing().filter(procedure=argument.procedure)
        there = rows.filter(argument=argument) | rows.filter(how=PromiseConsidered.How.REFUTED)
        promise: Any = self.fields["promise"]
        promise.queryset = concerned(argument.procedure).exclude(pk__in=there.values("promise"))


class TakeBackForm(forms.Form):
    """Why it does not hold."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
