"""Messages to write and read, and strategies for them."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from dialogwerk.cores.xbeteiligung import (
    Agency,
    Attachment,
    Author,
    Code,
    Head,
    Place,
    Statement,
    StatementMessage,
)
from dialogwerk.cores.xbeteiligung.values import Naming, Procedure, Status

OFFICE = Agency(directory=Code("DVDV", "1"), key="psw:05000000", name="Bezirksamt Musterhausen")
HEAD = Head(
    uuid="12345678-1234-4321-8765-123456789abc",
    created_at=datetime(2026, 11, 30, 18, 5, 7, 123000, tzinfo=UTC),
    reader=OFFICE,
    author=OFFICE,
)


def statement(**changes):
    given = {
        "id": "E-12345-67890",
        "plan_id": "plan-1",
        "participation_id": "beteiligung-1",
        "procedure": Procedure.PLAN_APPROVAL,
        "step": Code("6000", "3"),
        "substep": Code("1000", "3"),
        "text": "Der Rotmilan brütet am Heiderand.",
    }
    return Statement(**{**given, **changes})


def message(**changes):
    return StatementMessage(head=HEAD, process_id="vorgang-1", statement=statement(**changes))


texts = st.text(st.characters(exclude_categories=[]), max_size=200) | st.text(
    "aÄ „“–…\n\r\t\x00\x0b\x1f\ufffe\ud800\U0001f600é\u0301\u0308ΩЖ\u202e<&]]>", max_size=60
)
plain = st.text("abcÄöß -.", max_size=20).map(str.strip)
tokens = st.text("abcXYZ019-._:", min_size=1, max_size=30)
attachments = st.builds(
    Attachment,
    document_id=tokens,
    name=plain.map(lambda name: name + ".pdf"),
    media_type=st.sampled_from(["application/pdf", "text/plain; charset=utf-8"]),
    content=st.none() | st.binary(max_size=100),
    size=st.none() | st.integers(1, 10**9),
    sha256=st.sampled_from(["", "ab" * 32]),
    title=plain,
)
authors = st.builds(
    Author,
    family_name=plain,
    given_name=plain,
    organisation=plain,
    street=plain,
    postal_code=plain,
    city=plain,
    email=st.sampled_from(["", "erika@beispiel.example"]),
    phone=st.sampled_from(["", "0123 456"]),
    is_private=st.booleans(),
)
statements = st.builds(
    Statement,
    id=tokens,
    plan_id=tokens,
    participation_id=tokens,
    procedure=st.sampled_from(list(Procedure)),
    step=st.builds(Code, tokens, tokens),
    substep=st.builds(Code, tokens, tokens),
    text=texts,
    status=st.sampled_from(list(Status)),
    title=texts,
    author=st.none() | authors,
    round=st.integers(1, 99),
    day=st.none() | st.dates(date(1900, 1, 1)),
    naming=st.none() | st.sampled_from(list(Naming)),
    place=st.none()
    | st.builds(Place, st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False)),
    keywords=st.lists(plain.filter(bool), max_size=3).map(tuple),
    attachments=st.lists(attachments, max_size=2).map(tuple),
)
messages = st.builds(
    StatementMessage,
    head=st.just(HEAD),
    process_id=tokens,
    statement=statements,
    is_update=st.booleans(),
)
