"""Forms, tables and values look the KERN way and can be used by everyone."""

import re
from datetime import UTC, date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.test import Client
from django.utils import translation
from playwright.sync_api import expect

from dialogwerk.apps.base import navigation
from dialogwerk.config.settings import csp

from .gallery import EveryField

pytestmark = [pytest.mark.urls("tests.apps.base.gallery"), pytest.mark.django_db]


def rendered(source, **context):
    return engines["django"].from_string("{% load dialogwerk %}" + source).render(context)


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def refused(client):
    return page(client, "/?errors")


def test_every_label_belongs_to_a_control_that_is_there(client):
    html = page(client, "/")
    ids = set(re.findall(r' id="([^"]+)"', html))
    targets = re.findall(r'<label[^>]* for="([^"]*)"', html)
    assert targets
    assert set(targets) <= ids


def test_no_id_occurs_twice(refused):
    ids = re.findall(r' id="([^"]+)"', refused)
    assert sorted(ids) == sorted(set(ids))


def test_what_describes_a_control_is_there(refused):
    ids = set(re.findall(r' id="([^"]+)"', refused))
    described = re.findall(r'aria-describedby="([^"]+)"', refused)
    assert "id_name_helptext id_name_error" in described
    assert {name for names in described for name in names.split()} <= ids


def test_the_error_summary_links_to_every_refused_field(refused):
    links = re.findall(r'<a href="#([^"]+)">', refused.split("data-error-summary")[1])
    ids = set(re.findall(r' id="([^"]+)"', refused))
    assert {"id_name", "id_text", "id_kind", "id_way_0", "id_read"} <= set(links)
    assert set(links) <= ids


def test_the_error_summary_also_names_errors_without_a_visible_field(refused):
    summary = refused.split("data-error-summary")[1].split("</ul>")[0]
    assert "Das Verfahren ist geschlossen." in summary
    assert summary.count("<li>") == 7


def test_a_form_without_errors_has_no_summary(client):
    assert "data-error-summary" not in page(client, "/")


def test_only_fields_that_may_stay_empty_are_marked(client):
    labels = re.findall(r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", page(client, "/"), re.S)
    optional = {label.split()[0] for label in labels if "kern-label__optional" in label}
    assert optional == {"E-Mail", "Themen", "Teile", "Zeitpunkt", "Anlage"}


def test_controls_carry_the_classes_of_kern_and_keep_their_own():
    form = EveryField()
    form.fields["name"].widget.attrs["class"] = "own"
    html = rendered("{% kern_field form.name %}", form=form)
    assert 'class="own kern-form-input__input"' in html


def test_label_and_hint_can_be_replaced():
    html = rendered(
        '{% kern_field form.name label="Ihr Name" hint="Wie im Ausweis" %}', form=EveryField()
    )
    assert "Ihr Name" in html
    assert "Wie im Ausweis" in html
    assert "Vor- und Nachname" not in html


def test_what_people_write_is_escaped():
    evil = "<script>alert(1)</script>"
    html = rendered(
        "{% badge evil %}{{ evil|code_number }}{% alert evil %}{{ evil }}{% endalert %}", evil=evil
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 4


def test_pages_keep_the_other_parameters(client):
    html = page(client, "/werkbank/?q=L%C3%A4rm&page=3")
    assert 'href="?q=L%C3%A4rm&amp;page=4"' in html
    assert 'hx-get="?q=L%C3%A4rm&amp;page=2"' in html
    assert 'aria-current="page"><span class="kern-sr-only">Seite</span> 3' in html


def test_a_list_of_one_page_has_no_pagination(client):
    from django.core.paginator import Paginator

    request = client.get("/werkbank/").wsgi_request
    template = engines["django"].from_string("{% load dialogwerk %}{% pagination page %}")
    assert template.render({"page": Paginator([1], 10).get_page(1)}, request).strip() == ""


def test_the_present_section_is_marked(client):
    html = page(client, "/werkbank/kampagnen/")
    current = re.findall(r'<a href="([^"]+)" aria-current="page">', html)
    assert set(current) == {"/werkbank/kampagnen/"}


def test_many_sections_stand_in_groups_of_which_the_present_one_is_open(client):
    request = client.get("/werkbank/").wsgi_request
    template = engines["django"].from_string("{% load dialogwerk %}{% sections items 'Teile' %}")
    items = [
        {"label": "Überblick", "url": "/u/", "group": "Überblick"},
        {"label": "Eingang", "url": "/e/", "group": "Schreiben", "count": 7},
        {"label": "Kampagnen", "url": "/k/", "group": "Schreiben", "current": True},
        {"label": "Nachweis", "url": "/n/", "group": "Antworten"},
    ]
    html = template.render({"items": items}, request)
    wide, narrow = html.split("<details")
    links = re.findall(r'<a href="([^"]+)" ?(?:aria-current="(\w+)")?\s*>', wide)
    assert links == [("/u/", ""), ("/e/", "true"), ("/n/", ""), ("/e/", ""), ("/k/", "page")]
    assert "Teile: Kampagnen" in " ".join(narrow.split())
    assert [narrow.count(f'href="{item["url"]}"') for item in items] == [1, 1, 1, 1]


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name(client):
    assert 'role="region" tabindex="0" aria-label="Schreiben"' in page(client, "/werkbank/")


@pytest.mark.parametrize(
    ("language", "short", "long", "with_time", "number"),
    [
        ("de", "22.11.2026", "Sonntag, 22. November 2026", "22.11.2026, 15:05", "440.000"),
        ("en", "22 Nov 2026", "Sunday 22 November 2026", "22 Nov 2026, 15:05", "440,000"),
    ],
)
def test_dates_and_numbers_follow_the_language(language, short, long, with_time, number):
    with translation.override(language):
        values = {"d": date(2026, 11, 22), "t": datetime(2026, 11, 22, 14, 5, tzinfo=UTC)}
        html = rendered(
            "{{ d|day }}|{{ d|date_long }}|{{ t|moment }}|{{ 440000|amount }}", **values
        )
    assert html == f"{short}|{long}|{with_time}|{number}"


def test_what_is_missing_shows_as_a_dash():
    assert rendered("{{ n|day }}{{ n|date_long }}{{ n|moment }}{{ n|amount }}", n=None) == "––––"


@pytest.fixture
def own_navigation(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})


def test_the_header_shows_what_apps_have_announced_in_their_order(client, own_navigation):
    navigation.register("Werkbank", "workbench", order=2)
    navigation.register("Vorhaben", "start", order=1)
    navigation.register("Gibt es nicht", "no-such-page")
    header = page(client, "/").split('class="dw-nav"')[1].split("</nav>")[0]
    assert re.findall(r">([^<>\s][^<>]*)</a>", header) == ["Vorhaben", "Werkbank"]
    assert '<a href="/" aria-current="page">' in header


def test_an_entry_can_be_for_some_people_only(own_navigation):
    navigation.register("Werkbank", "workbench", visible=lambda user: user == "clerk")
    assert navigation.entries_for("clerk")
    assert not navigation.entries_for("visitor")


def test_there_is_no_inline_style_and_no_inline_handler(client):
    for address in ("/", "/?errors", "/?messages", "/werkbank/", "/konto/login/"):
        html = page(Client(), address)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html), address


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def new_tab(browser):
    """Open a tab; all are closed with the test, so that none asks a server that has gone."""
    contexts = []

    def open_(*, width=1280, height=720, theme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="de-DE"
        )
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_all_components_are_accessible_and_fit(new_tab, live_server, settings, theme, width):
    settings.CONTENT_SECURITY_POLICY = csp.CONTENT_SECURITY_POLICY
    complaints, findings = [], {}
    tab = new_tab(width=width, height=800, theme=theme)
    tab.on("console", lambda message: complaints.append(message.text))
    for address in ("/", "/?errors", "/?messages", "/werkbank/", "/impressum/"):
        tab.goto(live_server.url + address)
        found = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
        findings[address] = [violation["id"] for violation in found]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
    assert not any(findings.values()), findings
    assert complaints == []


@pytest.mark.browser
def test_a_draft_comes_back_until_it_is_discarded(new_tab, live_server):
    tab = new_tab()
    tab.goto(live_server.url)
    note = tab.locator("[data-draft-note]")
    expect(note).to_be_hidden()
    tab.locator("#id_text").fill("Der Lärm am Mühlenweg")
    tab.reload()
    expect(note).to_be_visible()
    expect(tab.locator("#id_text")).to_have_value("Der Lärm am Mühlenweg")
    tab.get_by_role("button", name="Entwurf verwerfen").click()
    tab.reload()
    expect(note).to_be_hidden()
    expect(tab.locator("#id_text")).to_have_value("")


@pytest.mark.browser
def test_the_chosen_theme_stays(new_tab, live_server):
    tab = new_tab()
    tab.goto(live_server.url)
    tab.get_by_role("button", name="heller und dunkler Darstellung").click()
    tab.goto(live_server.url + "/impressum/")
    assert tab.locator("html").get_attribute("data-kern-theme") == "dark"


@pytest.mark.browser
def test_shortcuts_work_and_can_be_switched_off(new_tab, live_server):
    tab = new_tab()
    tab.goto(live_server.url + "/werkbank/")
    tab.keyboard.press("/")
    expect(tab.locator("#q")).to_be_focused()
    tab.get_by_text("Tastenkürzel").click()
    tab.get_by_label("Kürzel mit einer einzelnen Taste verwenden").uncheck()
    tab.locator("h1").click()
    tab.keyboard.press("/")
    expect(tab.locator("#q")).not_to_be_focused()
