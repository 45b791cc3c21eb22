"""Events for everyone, and in the workbench."""

from django.urls import path

from .views import desk, public

PROCESS = "dialoge/<slug:slug>/"
DESK = "werkbank/veranstaltungen/"
ONE = f"{DESK}<str:code>/"

urlpatterns = [
    path("veranstaltungen/", public.event_list, name="events"),
    path("veranstaltungen/anmeldung/<str:key>/", public.registration, name="registration"),
    path("veranstaltungen/<str:code>/", public.event, name="event"),
    path("veranstaltungen/<str:code>/termin.ics", public.event_calendar, name="event-calendar"),
    path("veranstaltungen/<str:code>/anmelden/", public.register_page, name="event-register"),
    path(f"{PROCESS}kalender.ics", public.process_calendar, name="process-calendar"),
    path(
        f"{PROCESS}veranstaltungen/<slug:format_slug>/",
        public.events_of_format,
        name="events-of-format",
    ),
    path(DESK, desk.alone, name="event-desk-alone"),
    path(f"{DESK}neu/", desk.new_alone, name="event-new-alone"),
    path(
        "werkbank/dialoge/<slug:slug>/veranstaltungen/<slug:format_slug>/",
        desk.of_format,
        name="event-desk",
    ),
    path(
        "werkbank/dialoge/<slug:slug>/veranstaltungen/<slug:format_slug>/neu/",
        desk.new,
        name="dialogue-event-new",
    ),
    path(ONE, desk.edit, name="event-edit"),
    path(f"{ONE}absagen/", desk.call_off, name="event-call-off"),
    path(f"{ONE}teilnahme/", desk.attendance, name="event-attendance"),
    path(f"{ONE}teilnahme/<str:registration>/", desk.check_in, name="event-check-in"),
    path(f"{ONE}danach/", desk.afterwards, name="event-afterwards"),
]
