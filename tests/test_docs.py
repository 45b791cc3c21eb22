"""The reference is complete: every setting, command, option and permission is explained."""

import re
import subprocess
import sys
from argparse import Action, ArgumentParser
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

import allauth
import pytest
import rules.permissions
from babel.messages.pofile import read_po
from typer.main import get_command

from dialogwerk.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "reference"
APPS = sorted(path.parent.name for path in (ROOT / "src/dialogwerk/apps").glob("*/apps.py"))
OUR_DJANGO_COMMANDS = {
    path.stem: f"dialogwerk.apps.{path.parts[-4]}.management.commands.{path.stem}"
    for path in (ROOT / "src/dialogwerk/apps").glob("*/management/commands/[a-z]*.py")
}


def test_every_setting_from_the_environment_is_explained():
    source = "".join(
        path.read_text() for path in (ROOT / "src/dialogwerk/config/settings").glob("*.py")
    )
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert "SECRET_KEY" in read
    explained = set(re.findall(r"^\| `([A-Z_]+)`", (DOCS / "settings.md").read_text(), re.M))
    assert read - explained == set()


def test_every_command_is_explained():
    text = _commands_page()
    missing = [words for words, _command in _commands() if f"`{' '.join(words)}" not in text]
    assert missing == []


def test_every_option_of_a_command_is_explained_with_it():
    missing = [
        (*words, option)
        for words, command in _commands()
        for option in _options(command)
        if f"`{option}" not in _section(" ".join(words))
    ]
    assert missing == []


def test_nothing_is_explained_that_a_command_does_not_know():
    for words, command in _commands():
        if words[-1] != "manage":
            named = set(re.findall(r"`(--[a-z-]+)", _section(" ".join(words))))
            assert named <= set(_options(command)), words


@pytest.mark.parametrize("name", OUR_DJANGO_COMMANDS)
def test_every_option_of_our_django_commands_is_explained(name):
    command = import_module(OUR_DJANGO_COMMANDS[name]).Command
    djangos = next(one for one in command.__mro__ if one.__module__.startswith("django."))
    section = _section(f"manage.py {name}")
    own = _options_of(command) - _options_of(djangos)
    assert [one for one in sorted(own) if f"`{one}" not in section] == []


def _options_of(command):
    """Long names of the options of a Django command; those that every command has are none."""
    parser = ArgumentParser()
    command().add_arguments(parser)
    return set(_long_names(parser._actions))


def test_every_command_and_option_of_dw_is_explained():
    text = _section("./dw")
    commands = re.findall(r"^    ([a-z]+) ", _help_of_dw(), re.M)
    assert {"setup", "demo", "test"} <= set(commands)
    for command in commands:
        assert f"`./dw {command}`" in text
        options = set(re.findall(r"--[a-z]+", _help_of_dw(command))) - {"--help"}
        assert [one for one in options if f"`./dw {command} {one}" not in text] == []


def test_every_permission_is_explained():
    text = (DOCS / "permissions.md").read_text()
    missing = [name for name in rules.permissions.permissions if f"`{name}`" not in text]
    assert missing == []


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_every_file_that_a_page_links_exists(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_picture_is_shown_small_and_has_words_for_those_who_do_not_see_it():
    pictures = re.findall(r"!\[([^\]]*)\]\((docs/images/[^)]+)\)", (ROOT / "README.md").read_text())
    assert len(pictures) == 6
    for words, path in pictures:
        assert len(words) > 20
        assert (ROOT / path).stat().st_size <= 250_000


@pytest.mark.parametrize(
    "page",
    [*(ROOT / "docs" / "tutorial").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")],
    ids=lambda page: page.name,
)
def test_every_label_that_a_page_quotes_stands_on_the_screen(page):
    prose = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S)
    quoted = {" ".join(label.split()) for label in re.findall("„([^“]*)“", prose)}
    assert sorted(quoted - _german_labels() - {"EN"}) == []


@pytest.mark.parametrize("app_name", APPS)
def test_every_app_says_what_it_is_for(app_name):
    text = (ROOT / "src/dialogwerk/apps" / app_name / "README.md").read_text()
    assert text.startswith(f"# {app_name}")
    ours = [name for name in rules.permissions.permissions if name.startswith(f"{app_name}.")]
    assert [name for name in ours if f"`{name}`" not in text] == []


@cache
def _german_labels() -> set[str]:
    """What our pages, and those of the log-in, say in German."""
    ours = ROOT / "src/dialogwerk/locale/de/LC_MESSAGES/django.po"
    theirs = Path(allauth.__file__).parent / "locale/de/LC_MESSAGES/django.po"
    catalogs = [read_po(BytesIO(path.read_bytes())) for path in (ours, theirs)]
    strings = [message.string for catalog in catalogs for message in catalog]
    labels = [one for some in strings for one in ([some] if isinstance(some, str) else some)]
    return {label.strip(" –") for label in labels}


def _commands_page() -> str:
    return (DOCS / "commands.md").read_text()


def _section(command: str) -> str:
    """What stands under the heading of this command, up to the next heading."""
    found = re.search(
        rf"^#+ `{re.escape(command)}( [^`]*)?`$(.*?)(?=^#|\Z)", _commands_page(), re.M | re.S
    )
    return found[2] if found else ""


def _commands():
    """Every command that does something, with its words."""
    yield from _leaves(get_command(app), ("dialogwerk",))


def _leaves(command, words):
    children = getattr(command, "commands", None)
    if not children:
        yield words, command
        return
    for name, child in children.items():
        yield from _leaves(child, (*words, name))


def _options(command) -> list[str]:
    return [
        name
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--") and name != "--help"
    ]


def _long_names(actions: list[Action]) -> list[str]:
    names = [name for action in actions for name in action.option_strings]
    return [name for name in names if name.startswith("--") and name != "--help"]


def _help_of_dw(*words: str) -> str:
    call = [sys.executable, ROOT / "scripts/dw.py", *words, "--help"]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout
