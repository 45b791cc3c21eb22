"""The reference is complete: every setting, command and permission is explained."""

import re
from pathlib import Path

import rules.permissions
from typer.main import get_command

from dialogwerk.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "reference"


def test_every_setting_from_the_environment_is_explained():
    source = "".join(
        path.read_text() for path in (ROOT / "src/dialogwerk/config/settings").glob("*.py")
    )
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert "SECRET_KEY" in read
    explained = set(re.findall(r"^\| `([A-Z_]+)`", (DOCS / "settings.md").read_text(), re.M))
    assert read - explained == set()


def test_every_command_and_option_is_explained():
    text = (DOCS / "commands.md").read_text()
    missing = [
        words for words in _commands(get_command(app), ()) if f"`{' '.join(words)}" not in text
    ]
    assert missing == []


def _commands(command, words):
    children = getattr(command, "commands", None)
    if not children:
        yield ("dialogwerk", *words)
        return
    for name, child in children.items():
        yield from _commands(child, (*words, name))


def test_every_permission_is_explained():
    text = (DOCS / "permissions.md").read_text()
    missing = [name for name in rules.permissions.permissions if f"`{name}`" not in text]
    assert missing == []


def test_every_page_that_the_readme_links_exists():
    links = re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / "README.md").read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
