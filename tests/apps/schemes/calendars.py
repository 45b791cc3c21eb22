"""A procedure whose calendar is in use, for the tests of pages that show it."""

from datetime import date

from dialogwerk.apps.accounts.models import Role
from dialogwerk.apps.schemes.models import DialogueDate, ProcedureEvent
from dialogwerk.apps.schemes.services import open_round, recalculate
from tests.factories import ProcedureFactory, UserFactory

DISPLAY_START = date(2027, 3, 1)


def planned_procedure(**facts):
    """A plan approval with EIA: display from Monday 1 March 2027, objections until 30 April."""
    procedure = ProcedureFactory(**{"eia": True, **facts})
    open_round(procedure=procedure, display_start=DISPLAY_START, by="user:1")
    return procedure


def happened(procedure, name, day, **more):
    """An event on record, and the calendar that follows from it."""
    user = UserFactory()
    event = ProcedureEvent.objects.create(procedure=procedure, name=name, day=day, by=user, **more)
    recalculate(procedure=procedure, by=user.actor)
    return event


def dialogue_date(procedure, **more):
    """A format of the dialogue on the scheme of the procedure."""
    days = {"first_day": date(2027, 3, 8), "last_day": date(2027, 3, 8)}
    values = {"title": "Werkstatt Schallschutz", "kind": DialogueDate.Kind.WORKSHOP, **days, **more}
    return DialogueDate.objects.create(scheme=procedure.scheme, **values)


def clerk_of(procedure):
    """A case worker on the team."""
    return UserFactory(roles=[Role.CASE_WORKER], on_team=procedure, name="Karin Muster")
