"""Bodies of the record."""

import factory
from factory.django import DjangoModelFactory

from dialogwerk.apps.base.dates import parse
from dialogwerk.apps.bodies.models import Bench, Body, Founding, Relation, SignOfLife, Tenure
from dialogwerk.apps.bodies.services import (
    create_body,
    save_bench,
    save_relation,
    save_sign,
    save_tenure,
)
from dialogwerk.apps.bodies.services.founding import begin_founding

BY = "user:1"
BIELEFELD = "05711000"


def said(value):
    """A text as an uncertain date; other values stay."""
    return parse(value) if isinstance(value, str) else value


class BodyFactory(DjangoModelFactory):
    """A local alliance in Bielefeld, founded in 2010; ``kind="company"`` and so on."""

    class Meta:
        model = Body

    kind = "alliance_local"
    name = factory.Sequence(lambda n: f"Lokale Allianz Musterstadt {n}")
    ags = BIELEFELD
    founded = "2010"
    by = BY

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs["founded"] = said(kwargs["founded"])
        return create_body(**kwargs)


class _EntryFactory(DjangoModelFactory):
    """Dates may be given as people say them."""

    class Meta:
        abstract = True

    by = BY

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        for name in ("begun", "ended"):
            if name in kwargs:
                kwargs[name] = said(kwargs[name])
        return cls.save(**kwargs)


class RelationFactory(_EntryFactory):
    class Meta:
        model = Relation

    save = staticmethod(save_relation)
    body = factory.SubFactory(BodyFactory)
    kind = "under_roof_of"
    other = factory.SubFactory(BodyFactory, kind="office", name="Geschäftsstelle Musterdialog")


class BenchFactory(_EntryFactory):
    """A bench of companies with three seats."""

    class Meta:
        model = Bench

    save = staticmethod(save_bench)
    body = factory.SubFactory(BodyFactory)
    group = "companies"
    seats = 3


class TenureFactory(_EntryFactory):
    """A member that nobody names; ``person_name``, ``holder`` … as in the service."""

    class Meta:
        model = Tenure

    save = staticmethod(save_tenure)
    body = factory.SubFactory(BodyFactory)
    role = "member"
    begun = "2010"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if not {"person_name", "person", "holder", "on_behalf_of"} & set(kwargs):
            kwargs.setdefault("unnamed", "jemand aus dem Betriebsrat")
        return super()._create(model_class, *args, **kwargs)


class SignFactory(_EntryFactory):
    class Meta:
        model = SignOfLife

    save = staticmethod(save_sign)
    body = factory.SubFactory(BodyFactory)
    what = "Treffen im Rathaus"
    begun = "2011"


class FoundingFactory(DjangoModelFactory):
    """The path to a new alliance, just begun."""

    class Meta:
        model = Founding

    name = factory.Sequence(lambda n: f"Allianz Musterdorf {n}")
    kind = "alliance_local"
    ags = BIELEFELD
    by = BY

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return begin_founding(**kwargs)
