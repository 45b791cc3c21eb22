"""Template tags of the shared components: ``{% load dialogwerk %}``.

How to call each of them stands in docs/reference/components.md.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from dialogwerk.apps.base.dates import UncertainDate

register = template.Library()


def _render(name: str, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/{name}.html", context))  # noqa: S308


KINDS = ("info", "success", "warning", "danger", "neutral")


# Forms

_WIDGETS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "options", "kern-form-check__checkbox"),
    (forms.RadioSelect, "options", "kern-form-check__radio"),
    (forms.MultiWidget, "group", "kern-form-input__input"),
    (forms.SelectMultiple, "input", "kern-form-input__input dw-select-multiple"),
    (forms.Select, "select", "kern-form-input__select"),
    (forms.CheckboxInput, "checkbox", "kern-form-check__checkbox"),
    (forms.FileInput, "input", "kern-form-input__input"),
    (forms.Textarea, "input", "kern-form-input__input"),
    (forms.Widget, "input", "kern-form-input__input"),
)
"""Widget class, how field.html lays it out, and KERN's class for the control itself."""


def _layout(field: BoundField) -> tuple[str, str]:
    widget = field.field.widget
    return next((how, css) for kind, how, css in _WIDGETS if isinstance(widget, kind))


def _dress(field: BoundField, css: str) -> None:
    """Give the control KERN's classes once, besides those its form has set."""
    wanted = f"{css} {css.split()[0]}--error" if field.errors else css
    for widget in (field.field.widget, *getattr(field.field.widget, "widgets", ())):
        present = str(widget.attrs.get("class", "")).split()
        new = [name for name in wanted.split() if name not in present]
        widget.attrs["class"] = " ".join(present + new)
    for number, part in enumerate(getattr(field.field.widget, "widgets", ()), start=1):
        part.attrs.setdefault("aria-label", f"{field.label}: {_part_name(part, number)}")
    if field.field.widget.attrs.get("placeholder") == field.label:
        del field.field.widget.attrs["placeholder"]  # said by the label already


def _part_name(part: forms.Widget, number: int) -> str:
    """What one control of several is for: date and time are known, others are counted."""
    if isinstance(part, forms.DateInput):
        return gettext("date")
    return gettext("time") if isinstance(part, forms.TimeInput) else str(number)


@register.simple_tag
def kern_field(field: BoundField, label: str = "", hint: str = "") -> SafeString:
    """Render one bound form field with label, hint, error and control.

    Args:
        field: ``form.name``.
        label: replaces the field's own label.
        hint: replaces the field's help text.
    """
    if field.is_hidden:
        return field.as_widget()
    if hint:
        field.help_text = hint
    layout, css = _layout(field)
    _dress(field, css)
    shown = label or field.label
    return _render("field", field=field, layout=layout, label=shown)


@register.simple_tag
def kern_form(form: forms.BaseForm) -> SafeString:
    """Render a whole form: error summary, fields, hidden fields; without ``<form>`` itself."""
    return _render("form", form=form)


@register.simple_tag
def form_errors(*forms_: forms.BaseForm) -> SafeString:
    """List the errors of one or more forms, each linked to its field; empty without errors."""
    errors = [error for form in forms_ for error in _errors_of(form)]
    return _render("form_errors", errors=errors)


def _errors_of(form: forms.BaseForm) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"label": "", "target": "", "message": message} for message in form.non_field_errors()
    ]
    for field in form:
        label, target = ("", "") if field.is_hidden else (field.label, _anchor(field))
        found += [{"label": label, "target": target, "message": text} for text in field.errors]
    return found


def _anchor(field: BoundField) -> str:
    """Id of the first control of the field."""
    if _layout(field)[0] in ("options", "group"):
        return f"{field.auto_id}_0"
    return field.id_for_label


# Page furniture


@register.simple_block_tag
def table_region(content: str, label: str, css: str = "") -> SafeString:
    """Wrap table sections (caption, thead, tbody) in a scrollable, named region.

    Args:
        label: what the table shows; read out, not displayed.
        css: further classes, for example ``dw-table--compact``.
    """
    return _render("table", content=content, label=label, css=css)


@register.simple_block_tag
def alert(content: str, title: str, kind: str = "info", role: str = "") -> SafeString:
    """Show a message box; pass ``role="alert"`` only for what appears after an action."""
    return _render("alert", content=content, title=title, kind=kind, role=role)


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False) -> SafeString:
    """Hide details behind a title that opens them; works without JavaScript."""
    return _render("disclosure", content=content, title=title, open=open)


@register.simple_tag
def badge(label: str, kind: str = "neutral") -> SafeString:
    """Show a short state. Kinds: info, success, warning, danger, neutral."""
    return _render("badge", label=label, kind=kind if kind in KINDS else "neutral")


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """Path to this page: label, address, label, address, …, and the page's own label last."""
    links = [{"label": parts[i], "url": parts[i + 1]} for i in range(0, len(parts) - 1, 2)]
    return {"links": links, "current": parts[-1]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Any, target: str = "", param: str = "page"
) -> dict[str, Any]:
    """Links to the neighbouring pages, keeping all other query parameters.

    Args:
        page: a ``Page`` of Django's paginator.
        target: CSS selector of the part to exchange with htmx; plain links without it.
        param: name of the query parameter.
    """
    query = context["request"].GET.copy()

    def address(number: int | str) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "target": target,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "links": [
            {
                "number": number,
                "is_gap": not isinstance(number, int),
                "is_current": number == page.number,
                "url": address(number),
            }
            for number in numbers
        ],
    }


@register.inclusion_tag("components/sections.html", takes_context=True)
def sections(context: template.Context, items: Any, label: str) -> dict[str, Any]:
    """Tabs between the sections of the workbench; many of them in groups, one of which is open.

    Args:
        items: mappings or objects with ``label`` and ``url``, perhaps ``group`` (what its tabs
            are called together), ``count`` and ``current``; without ``current`` the longest
            address that begins the present path is current.
        label: what the navigation is called for screen readers.
    """
    links = [{"count": None, **_as_link(item)} for item in items or ()]
    path = getattr(context.get("request"), "path", "")
    if not any(link.get("current") for link in links):
        matching = [link for link in links if path.startswith(link["url"])]
        if matching:
            max(matching, key=lambda link: len(link["url"]))["current"] = True
    groups = [_as_group(name, list(tabs)) for name, tabs in groupby(links, _group_of)]
    return {"groups": groups, "label": label}


def _group_of(link: dict[str, Any]) -> str:
    """Links without a group each stand alone."""
    return str(link.get("group") or link["label"])


def _as_group(name: str, links: list[dict[str, Any]]) -> dict[str, Any]:
    """A single tab stands for itself; several are called by their group, which opens the first."""
    counts = [link["count"] for link in links if link["count"] is not None]
    return {
        "label": name if len(links) > 1 else links[0]["label"],
        "url": links[0]["url"],
        "links": links,
        "count": sum(counts) if counts else None,
        "current": next((link for link in links if link.get("current")), None),
    }


def _as_link(item: Any) -> dict[str, Any]:
    names = ("label", "url", "group", "count", "current")
    if isinstance(item, dict):
        return {name: item[name] for name in names if name in item}
    return {name: getattr(item, name) for name in names if hasattr(item, name)}


_ACCOUNT_PAGES = (
    (gettext_lazy("E-mail addresses"), "account_email"),
    (gettext_lazy("Password"), "account_change_password"),
    (gettext_lazy("Second factor"), "mfa_index"),
    (gettext_lazy("Connected accounts"), "socialaccount_connections"),
)


@register.simple_tag
def account_sections() -> list[dict[str, Any]]:
    """The pages on which people look after their account, as far as this installation has them."""
    found = []
    for label, url_name in _ACCOUNT_PAGES:
        with suppress(NoReverseMatch):
            found.append({"label": label, "url": reverse(url_name)})
    return found


@register.filter
def button_kind(tags: list[str] | None) -> str:
    """KERN's class for a button of an allauth page, from the tags allauth gives it."""
    wanted = set(tags or ())
    if wanted & {"danger", "delete"}:
        return "kern-btn--danger"
    quiet = {"secondary", "outline", "link", "cancel", "tool", "minor", "panel"}
    return "kern-btn--secondary" if wanted & quiet else "kern-btn--primary"


# Values


@register.filter
def day(value: date | datetime | None) -> str:
    """22.11.2026, in English 22 Nov 2026 (11/22 would be misread); – when there is no date."""
    pattern = "d.m.Y" if _is_german() else "j M Y"
    return formats.date_format(_local(value), pattern) if value else "–"


@register.filter
def date_long(value: date | datetime | None) -> str:
    """Sonntag, 22. November 2026 / Sunday 22 November 2026; – when there is no date."""
    pattern = "l, j. F Y" if _is_german() else "l j F Y"
    return formats.date_format(_local(value), pattern) if value else "–"


@register.filter
def moment(value: datetime | None) -> str:
    """22.11.2026, 14:05 in the time zone of the site; – when there is no time."""
    if not value:
        return "–"
    return f"{day(value)}, {formats.time_format(_local(value), 'H:i')}"


@register.filter
def when(value: UncertainDate | None) -> str:
    """An uncertain date as it was said, in English in our words; – when nobody said anything."""
    if value is None:
        return "–"
    if value.earliest is not None and value.earliest == value.latest and not value.said:
        return day(value.earliest)
    return value.as_said if _is_german() else value.wording("en")


@register.filter
def amount(value: float | None) -> str:
    """A number with the thousands separator of the language; – for nothing."""
    return "–" if value is None else formats.number_format(value, force_grouping=True)


@register.filter
def code_number(value: Any) -> SafeString:
    """A code or receipt number in a type where 0 and O differ, never broken over lines."""
    return format_html('<code class="dw-code">{}</code>', value)


def _local(value: Any) -> Any:
    is_aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_aware else value


def _is_german() -> bool:
    return (get_language() or "de").startswith("de")
