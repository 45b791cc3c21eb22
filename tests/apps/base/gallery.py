"""One page with every component, for tests only: addresses, forms and templates without a file."""

from datetime import UTC, date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template import engines
from django.urls import include, path

from dialogwerk.apps.base import errors

PUBLIC = """
{% extends "base.html" %}{% load dialogwerk %}
{% block title %}Bausteine{% endblock %}
{% block breadcrumbs %}{% breadcrumbs "Vorhaben" "/" "Windpark Hohe Heide" %}{% endblock %}
{% block content %}
<h1>Windpark Hohe Heide</h1>
<p>Bis {{ ends|date_long }}, <a href="/">Unterlagen</a>, {{ "AB7K-9QX2"|code_number }}</p>
<dl class="dw-stats">
{% include "components/stat.html" with number=440000 label="Schreiben" only %}
{% include "components/stat.html" with number=6650 label="Personen" note="heute" url="/" only %}
</dl>
<p>{% badge "offen" "warning" %} {% badge "fertig" "success" %} {% badge "neu" "info" %}
{% badge "falsch" "danger" %} {% badge "Entwurf" %} {% badge "seltsam" "unknown-kind" %}</p>
{% alert "Hinweis" kind="info" %}<p>Sie brauchen kein Konto.</p>{% endalert %}
{% alert "Gespeichert" kind="success" role="status" %}{% endalert %}
{% include "components/draft_note.html" with key="letter" only %}
<form method="post" data-draft="letter">{% csrf_token %}{% kern_form form %}
<button class="kern-btn kern-btn--primary"><span class="kern-label">Absenden</span></button></form>
{% include "components/timeline.html" with entries=entries only %}
{% include "components/definitions.html" with items=pairs only %}
{% include "components/progress.html" with id="p" label="Briefe" done=300 total=1000 only %}
{% disclosure "Mehr" %}<p>Text</p>{% enddisclosure %}
{% include "components/empty.html" with title="Nichts" text="Noch" url="/" action="Los" only %}
{% endblock %}
"""

WORKBENCH = """
{% extends "workbench/base.html" %}{% load dialogwerk %}
{% block title %}Posteingang{% endblock %}
{% block workbench_title %}<p>Windpark Hohe Heide</p>{% endblock %}
{% block content %}
<h1>Posteingang</h1>
<form class="dw-filters" method="get"><div class="kern-form-input">
<label class="kern-label" for="q">Suche</label>
<input class="kern-form-input__input" id="q" name="q" data-shortcut="/"></div></form>
{% include "components/shortcuts.html" with shortcuts=shortcuts only %}
{% table_region "Schreiben" css="dw-table--compact" %}
<thead><tr><th scope="col">Code</th><th scope="col" class="dw-num">Punkte</th></tr></thead>
<tbody>{% for n in page %}<tr><th scope="row"><a href="/">{{ n|code_number }}</a></th>
<td class="dw-num">{{ n|amount }}</td></tr>{% endfor %}</tbody>
{% endtable_region %}
{% pagination page target="#results" %}
{% endblock %}
"""


class EveryField(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="Vor- und Nachname")
    mail = forms.EmailField(label="E-Mail", required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Art", choices=[("", "Bitte wählen"), ("a", "Einwendung")])
    way = forms.ChoiceField(
        label="Weg", choices=[("m", "E-Mail"), ("p", "Post")], widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Themen",
        required=False,
        choices=[("l", "Lärm"), ("w", "Wasser")],
        widget=forms.CheckboxSelectMultiple,
    )
    parts = forms.MultipleChoiceField(label="Teile", required=False, choices=[("1", "Eins")])
    when = forms.SplitDateTimeField(label="Zeitpunkt", required=False)
    upload = forms.FileField(label="Anlage", required=False, help_text="PDF")
    read = forms.BooleanField(label="Gelesen", help_text="Hinweis")
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def _render(request, source, **context):
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def public(request):
    """All public components; ?errors shows the form refused, ?messages two messages."""
    form = EveryField({"key": ""}) if "errors" in request.GET else EveryField()
    if "errors" in request.GET:
        form.add_error(None, "Das Verfahren ist geschlossen.")
    if "messages" in request.GET:
        messages.success(request, "Gespeichert.")
        messages.error(request, "Nicht gespeichert.")
    entries = [
        {"on": date(2026, 9, 1), "until": date(2026, 9, 30), "title": "Auslegung"},
        {"on": date(2026, 10, 14), "title": "Ende", "norm": "§ 73 VwVfG", "is_current": True},
    ]
    pairs = [("Verfahren", "Windpark Hohe Heide"), ("Ende", None)]
    ends = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return _render(request, PUBLIC, form=form, entries=entries, pairs=pairs, ends=ends)


def workbench(request):
    """Tabs, a table of many pages, shortcuts."""
    page = Paginator(range(1, 1235), 10).get_page(request.GET.get("page"))
    sections = [
        {"label": "Posteingang", "url": "/werkbank/", "count": 1234},
        {"label": "Kampagnen", "url": "/werkbank/kampagnen/"},
    ]
    shortcuts = [("j", "Nächster Brief")]
    context = {"page": page, "workbench_sections": sections, "shortcuts": shortcuts}
    return _render(request, WORKBENCH, **context)


def failing(error):
    """A view that raises the given error."""

    def view(request):
        raise error

    return view


handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error

urlpatterns = [
    path("", public, name="start"),
    path("werkbank/", workbench, name="workbench"),
    path("werkbank/kampagnen/", workbench),
    path("400/", failing(BadRequest())),
    path("403/", failing(PermissionDenied())),
    path("404/", failing(Http404("Dieses Verfahren gibt es nicht."))),
    path("500/", failing(RuntimeError("geheim"))),
    path("", include("dialogwerk.apps.base.urls")),
    path("konto/", include("allauth.urls")),
]
