"""The calendar of a procedure: its page, events, dates set by hand."""

from django.urls import path

from ..views import calendar, events, overrides, planning

DATES = "werkbank/verfahren/<slug:slug>/fristen/"

urlpatterns = [
    path(DATES, calendar.calendar, name="calendar"),
    path(f"{DATES}tabelle/<str:ending>/", calendar.calendar_file, name="calendar-file"),
    path(f"{DATES}was-waere-wenn/", planning.what_if, name="what-if"),
    path(f"{DATES}ereignis/neu/", events.new, name="event-new"),
    path(f"{DATES}ereignis/<int:pk>/zuruecknehmen/", events.withdraw, name="event-withdraw"),
    path(f"{DATES}ereignis/<int:pk>/nachweis/", events.proof, name="proof"),
    path(f"{DATES}<int:pk>/abweichen/", overrides.new, name="step-override"),
    path(
        f"{DATES}abweichung/<int:pk>/zuruecknehmen/", overrides.withdraw, name="override-withdraw"
    ),
]
