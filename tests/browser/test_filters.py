"""Forms that narrow a list do not say of every field that it is optional."""

from django.urls import reverse
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role
from tests.factories import ProcedureFactory, StatementFactory, UserFactory

from .conftest import sign_in

OPTIONAL = ".kern-label__optional"
LISTS = ["inbox", "arguments", "ledger", "replies", "synopsis", "standing"]


def test_no_filter_marks_its_fields_as_optional_but_other_forms_do(open_page, live_server):
    page, administrator = open_page(), UserFactory(roles=[Role.ADMINISTRATOR])
    procedure = ProcedureFactory(open_round=True, answers_released_at=timezone.now())
    StatementFactory(procedure=procedure)
    sign_in(page, live_server, administrator)
    addresses = [reverse(name, args=[procedure.slug]) for name in LISTS]
    for address in [*addresses, reverse("schemes"), reverse("vault-looks")]:
        page.goto(live_server.url + address)
        forms = page.locator("form.dw-filters")
        assert forms.count() == 1, address
        assert not any(one.is_visible() for one in forms.locator(OPTIONAL).all()), address
    page.goto(live_server.url + reverse("scheme-new"))
    assert page.locator(OPTIONAL).first.is_visible()
