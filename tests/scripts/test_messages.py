"""Translations are found, merged and checked without GNU gettext."""

import importlib.util
from pathlib import Path

import pytest
from django.utils.translation import gettext, ngettext, override

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "messages.py"


@pytest.fixture
def messages(tmp_path, monkeypatch):
    """The script, pointed at an empty package."""
    spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, path in {
        "SOURCE": tmp_path,
        "LOCALE": tmp_path / "locale",
        "GERMAN": tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po",
    }.items():
        monkeypatch.setattr(module, name, path)
    return module


TEMPLATE = """{% load i18n %}{% comment %}it's{% endcomment %}
<p title="{% translate "Letter" %}">don't {{ x|default:_("none") }}</p>
{% translate "May" context "month" %}
{% blocktranslate count n=n trimmed %}
  {{ n }} letter
{% plural %}
  {{ n }} letters
{% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, npgettext
title = _("Title")
def f(n): return npgettext("post", "letter", "letters", n)
"""


def written(messages, name, text):
    path = messages.SOURCE / name
    path.write_text(text, encoding="utf-8")
    return path


def test_strings_are_found_in_templates_and_code(messages):
    written(messages, "page.html", TEMPLATE)
    written(messages, "code.py", CODE)
    found = {(m.context or "", m.id) for m in messages.source_messages() if m.id}
    assert found == {
        ("", "Letter"),
        ("", "none"),
        ("month", "May"),
        ("", ("%(n)s letter", "%(n)s letters")),
        ("", "Title"),
        ("post", ("letter", "letters")),
    }


def test_findings_name_file_line_and_text(messages):
    written(messages, "page.html", '<p>\n{% load i18n %}{% translate "Letter" %}')
    messages.merge([written(messages, "a.po", 'msgid "Other"\nmsgstr "Anderes"\n')])
    (finding,) = messages.findings()
    assert finding.endswith("page.html:2: not translated: “Letter”")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('#, fuzzy\nmsgid "%(n)s here"\nmsgstr "%(n)s hier"\n', "translation is marked fuzzy"),
        ('msgid "%(n)s here"\nmsgstr "%(m)s hier"\n', "translation has other placeholders"),
    ],
)
def test_wrong_translations_are_found(messages, entry, problem):
    written(messages, "code.py", '_("%(n)s here")\n')
    messages.merge([written(messages, "a.po", entry)])
    (finding,) = messages.findings()
    assert problem in finding


def test_merging_keeps_the_later_text_and_says_so(messages):
    first = written(messages, "a.po", 'msgid "Letter"\nmsgstr "Brief"\n')
    second = written(messages, "b.po", 'msgid "Letter"\nmsgstr "Schreiben"\n')
    assert messages.merge([first]) == []
    (remark,) = messages.merge([second])
    assert "“Letter”" in remark
    assert "Schreiben" in messages.GERMAN.read_text()


def test_merging_twice_changes_nothing(messages):
    fragment = written(messages, "a.po", 'msgid "b"\nmsgstr "B"\n\nmsgid "a"\nmsgstr "A"\n')
    messages.merge([fragment])
    once = messages.GERMAN.read_text()
    assert messages.merge([fragment]) == []
    assert messages.GERMAN.read_text() == once
    assert once.index('"a"') < once.index('"b"')


def test_pruning_drops_what_the_source_no_longer_says(messages):
    written(messages, "code.py", '_("kept")\n')
    fragment = 'msgid "kept"\nmsgstr "bleibt"\n\nmsgid "gone"\nmsgstr "fort"\n'
    messages.merge([written(messages, "a.po", fragment)], prune=True)
    assert "bleibt" in messages.GERMAN.read_text()
    assert "fort" not in messages.GERMAN.read_text()


def test_compiling_writes_only_what_changed(messages):
    messages.merge([written(messages, "a.po", 'msgid "Letter"\nmsgstr "Brief"\n')])
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0


def test_a_broken_file_is_named(messages):
    broken = messages.SOURCE / "broken.po"
    broken.write_bytes('msgid "Letter"\nmsgstr "Prüfung"\n'.encode("latin-1"))
    with pytest.raises(messages.MessagesError, match=r"broken\.po"):
        messages.merge([broken])


def test_django_reads_what_was_compiled():
    with override("de"):
        assert gettext("Skip to content") == "Zum Inhalt springen"
        form = ngettext("Please correct %(number)s entry.", "Please correct %(number)s entries.", 2)
        assert form == "Bitte berichtigen Sie %(number)s Angaben."
