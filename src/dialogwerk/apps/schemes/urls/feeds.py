"""Calendar files, coming dates and reminders."""

from django.urls import path

from ..views import due_dates, feeds

urlpatterns = [
    path("verfahren/<slug:slug>/kalender.ics", feeds.procedure_feed, name="procedure-feed"),
    path("kalender/<str:token>.ics", feeds.personal, name="personal-feed"),
    path("werkbank/fristen/", due_dates.due_dates, name="due-dates"),
    path("werkbank/fristen/einstellungen/", due_dates.settings, name="reminder-settings"),
    path("werkbank/fristen/adresse/", due_dates.renew, name="feed-renew"),
]
