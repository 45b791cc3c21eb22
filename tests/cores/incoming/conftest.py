import pytest

from dialogwerk.cores.files.reader import Reader
from dialogwerk.cores.incoming import Arrived, Limits

LIMITS = Limits()


@pytest.fixture(scope="module")
def confined():
    with Reader("dialogwerk.cores.incoming.jobs") as reader:
        yield reader


@pytest.fixture
def read(confined):
    """Reads a file as it is read in the house: in the confined process."""

    def ask(content, name="datei", limits=LIMITS, **more):
        (confined.fresh_folder() / "input").write_bytes(content)
        found = confined.ask("read", path="input", name=name, limits=limits.as_json(), **more)
        return Arrived.from_json(found)

    return ask


def codes(arrived):
    return [note.code for note in arrived.notes]
