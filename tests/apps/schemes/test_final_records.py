"""A published notice and a withdrawn record stay as they are, whatever an old object believes."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from dialogwerk.apps.schemes.models import Notice, ProcedureEvent, StepOverride
from tests.factories import ProcedureFactory

pytestmark = pytest.mark.django_db


def notice(**more):
    return Notice.objects.create(
        procedure=ProcedureFactory(), kind="display", title="A", text="B", **more
    )


def test_a_draft_can_be_changed_and_published():
    one = notice()
    one.text = "C"
    one.save()
    one.published_on, one.published_at = timezone.localdate(), timezone.now()
    one.save()
    assert Notice.objects.get().is_published


def test_a_published_notice_is_neither_changed_nor_deleted():
    one = notice()
    loaded_earlier = Notice.objects.get()
    one.published_at = timezone.now()
    one.save()
    loaded_earlier.text = "C"
    with pytest.raises(IntegrityError, match="kept as it is"):
        loaded_earlier.save()
    with pytest.raises(IntegrityError, match="kept as it is"):
        loaded_earlier.delete()
    assert Notice.objects.get().text == "B"


@pytest.mark.parametrize(
    ("model", "fields"),
    [(ProcedureEvent, {"name": "application"}), (StepOverride, {"step": "objections"})],
)
def test_what_was_withdrawn_does_not_come_back(model, fields):
    day = timezone.localdate()
    more = {"computed_day": day, "reason": "x"} if model is StepOverride else {}
    one = model.objects.create(procedure=ProcedureFactory(), day=day, **fields, **more)
    loaded_earlier = model.objects.get()
    one.withdrawn_at = timezone.now()
    one.save()
    with pytest.raises(IntegrityError, match="kept as it is"):
        loaded_earlier.save()
    assert not model.objects.standing().exists()
