"""Who speaks for a list: each step with its norm, in the journal, or refused."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.people.models import Person
from dialogwerk.apps.people.services import IdentityDraft
from dialogwerk.apps.statements.errors import NotAllowedNow
from dialogwerk.apps.statements.models import Representation, UnclearSignature
from dialogwerk.apps.statements.services import representation as service
from dialogwerk.apps.statements.services.representation import Act, Filing
from dialogwerk.apps.statements.services.signature_lists import take_in_list
from dialogwerk.apps.statements.services.signature_reading import (
    UnreadableSignatures,
    read_signature_table,
)
from tests.factories import CampaignFactory, PersonFactory, StatementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BY = "user:1"


def signatories(count):
    return [
        IdentityDraft(name=f"Ida Muster{n}", street=f"Heideweg {n}", city="Musterhausen")
        for n in range(1, count + 1)
    ]


def taken_in(procedure, drafts, **fields):
    letters = take_in_list(
        procedure=procedure,
        title="Kein Windpark",
        text="Wir lehnen den Windpark ab.",
        signatories=drafts,
        received_at=timezone.now(),
        channel="post",
        by=BY,
        **fields,
    )
    return letters[0].signature_list


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def unnamed(procedure):
    """A list of 51 people that names nobody."""
    return service.representation_of(taken_in(procedure, signatories(51)))


class TestStepByStep:
    def test_a_list_that_names_somebody_says_so_at_once(self, procedure, today):
        signed = taken_in(procedure, signatories(51), representative="ida muster7")
        found = service.representation_of(signed)
        assert found.standing == Representation.Standing.NAMED
        assert found.representative.identity.name == "Ida Muster7"
        assert not found.speaks
        service.take_step(found, Act.CONFIRM, Filing(day=today), by=BY)
        assert found.speaks
        assert signed.representative == found.representative

    def test_a_list_that_names_nobody_has_no_representative(self, unnamed):
        assert unnamed.standing == Representation.Standing.UNNAMED
        assert unnamed.signature_list.representative is None

    def test_whoever_does_not_answer_a_call_gets_a_representative(self, unnamed, today):
        call = Filing(day=today, reason="Sonst stockt alles.", answer_by=today + timedelta(28))
        step = service.take_step(unnamed, Act.CALL, call, by=BY)
        assert step.norms == ["§ 18 Abs. 1 Satz 1 VwVfG"]
        assert step.people == 51
        speaker = unnamed.signature_list.statements.first().person
        appointed = Filing(day=today + timedelta(28), person=speaker, reason="Niemand nannte wen.")
        with pytest.raises(NotAllowedNow, match="has not passed"):
            service.take_step(unnamed, Act.APPOINT, appointed, by=BY)
        late = Filing(day=today + timedelta(29), person=speaker, reason="Niemand nannte wen.")
        service.take_step(unnamed, Act.APPOINT, late, by=BY)
        assert unnamed.speaks
        assert unnamed.representative == speaker
        assert unnamed.answer_by is None

    def test_fifty_people_are_not_called_upon(self, procedure, today):
        few = service.representation_of(taken_in(procedure, signatories(50)))
        call = Filing(day=today, reason="Zu viele.", answer_by=today + timedelta(28))
        with pytest.raises(NotAllowedNow, match="more than 50 people; here there are 50"):
            service.take_step(few, Act.CALL, call, by=BY)
        assert not few.steps.exists()

    def test_only_a_natural_person_speaks(self, unnamed, procedure, today):
        club = PersonFactory(kind=Person.Kind.ORGANISATION)
        with pytest.raises(NotAllowedNow, match="natural person"):
            service.take_step(unnamed, Act.NAME, Filing(day=today, person=club), by=BY)

    def test_a_list_is_left_out_only_after_a_public_notice_and_can_be_taken_up_again(
        self, unnamed, today
    ):
        with pytest.raises(NotAllowedNow, match="day of the public notice"):
            service.take_step(unnamed, Act.SET_ASIDE, Filing(day=today, reason="Leer."), by=BY)
        told = Filing(day=today, reason="Kein Vertreter auf Blatt 3.", published_on=today)
        service.take_step(unnamed, Act.SET_ASIDE, told, by=BY)
        assert unnamed.standing == Representation.Standing.SET_ASIDE
        service.take_step(unnamed, Act.TAKE_UP, Filing(day=today, reason="Doch."), by=BY)
        assert unnamed.standing == Representation.Standing.UNNAMED

    def test_a_representation_that_ends_leaves_nobody(self, procedure, today):
        found = service.representation_of(
            taken_in(procedure, signatories(51), representative="Ida Muster1")
        )
        service.take_step(found, Act.CONFIRM, Filing(day=today), by=BY)
        service.take_step(found, Act.END, Filing(day=today, reason="Schreiben vom 1.3."), by=BY)
        assert found.representative is None
        assert found.signature_list.statements.exists()
        assert service.next_acts(found) == [Act.NAME, Act.CALL]

    def test_the_journal_has_each_step_with_its_norm_and_no_name(self, procedure):
        taken_in(procedure, signatories(51), representative="Ida Muster1")
        entry = JournalEntry.objects.with_action("representation.step").get()
        assert entry.payload["norms"] == ["§ 17 Abs. 1 Satz 1 VwVfG"]
        assert entry.payload["person"].startswith("P-")
        assert "Muster" not in str(entry.payload)

    def test_the_people_of_a_campaign_can_be_represented_too(self, procedure, today):
        campaign = CampaignFactory(procedure=procedure)
        people = PersonFactory.create_batch(51)
        for person in [*people, people[0]]:
            StatementFactory(procedure=procedure, campaign=campaign, person=person)
        found = service.representation_of(campaign)
        assert service.people_of(found) == 51
        call = Filing(day=today, reason="Zu viele.", answer_by=today + timedelta(28))
        service.take_step(found, Act.CALL, call, by=BY)
        service.take_step(found, Act.NAME, Filing(day=today, person=people[0]), by=BY)
        assert found.steps.last().norms == ["§ 17 Abs. 4 Satz 1 VwVfG", "§ 18 Abs. 1 Satz 1 VwVfG"]


class TestFinding:
    def test_people_are_found_by_code_and_by_name(self, unnamed, procedure):
        person = unnamed.signature_list.statements.first().person
        assert service.find_person(procedure, person.code, by=BY) == person
        assert service.find_person(procedure, "Ida Muster51", by=BY).identity.street == (
            "Heideweg 51"
        )

    def test_a_name_that_several_people_have_is_not_guessed(self, unnamed, procedure):
        with pytest.raises(NotAllowedNow, match="code number"):
            service.find_person(procedure, "Ida Muster", by=BY)

    def test_strangers_to_the_procedure_are_not_found(self, unnamed, procedure):
        with pytest.raises(NotAllowedNow):
            service.find_person(procedure, PersonFactory().code, by=BY)


class TestUnclearSignatures:
    DRAFTS = (
        IdentityDraft(name="Ida Muster", street="Weg 1", city="Heide"),
        IdentityDraft(name="unleserlich", street="Weg 2", city="Heide"),
        IdentityDraft(name="Otto Beispiel", street="???", city="Heide"),
        IdentityDraft(name="Emil Neu"),
    )

    def test_they_are_taken_in_and_listed(self, procedure):
        signed = taken_in(procedure, self.DRAFTS, representative="Ida Muster")
        assert signed.statements.count() == 4
        found = UnclearSignature.objects.filter(statement__signature_list=signed)
        assert [(one.line, one.lack) for one in found] == [
            (2, "name"),
            (3, "address"),
            (4, "address"),
        ]
        assert found.undecided().count() == 3

    def test_a_person_decides_and_gives_a_reason_for_leaving_out(self, procedure):
        taken_in(procedure, self.DRAFTS)
        unclear = UnclearSignature.objects.get(line=2)
        with pytest.raises(NotAllowedNow):
            service.decide_signature(unclear, decision="left_out", reason=" ", by=BY)
        service.decide_signature(unclear, decision="left_out", reason="Nur Striche.", by=BY)
        assert UnclearSignature.objects.undecided().count() == 2
        assert unclear.decided_by == BY
        service.decide_signature(unclear, decision="counts", reason="", by=BY)
        entries = JournalEntry.objects.with_action("signature.decided")
        assert [one.payload["decision"] for one in entries.order_by("pk")] == ["left_out", "counts"]


class TestTables:
    def test_a_table_of_names_is_read_with_its_representative(self):
        file = io.BytesIO(
            b"Vorname;Nachname;Stra\xc3\x9fe;Hausnr.;PLZ;Ort;Vertreter\n"
            b"Ida;Muster;Heideweg;1;99001;Heide;\n"
            b";;;;;;\n"
            b"Otto;Beispiel;Heideweg;2;99001;Heide;ja\n"
        )
        found = read_signature_table(file, name="liste.csv")
        assert [one.name for one in found.signatories] == ["Ida Muster", "Otto Beispiel"]
        assert found.signatories[0].street == "Heideweg 1"
        assert found.representative == "Otto Beispiel"

    def test_postcode_and_town_in_one_column_are_told_apart(self):
        file = io.BytesIO(b"Name;Anschrift;Ort\nIda Muster;Weg 1;99001 Heide\n")
        (one,) = read_signature_table(file, name="liste.csv").signatories
        assert (one.postal_code, one.city) == ("99001", "Heide")

    def test_rows_without_a_name_are_kept(self):
        file = io.BytesIO(b"Name;Anschrift;Ort\n;Weg 1;99001 Heide\nIda;Weg 2;99001 Heide\n")
        assert len(read_signature_table(file, name="liste.csv").signatories) == 2

    @pytest.mark.parametrize("body", [b"Farbe;Zahl\nrot;1\n", b"Name;Ort\n"])
    def test_a_table_without_names_is_refused(self, body):
        with pytest.raises(UnreadableSignatures):
            read_signature_table(io.BytesIO(body), name="liste.csv")
