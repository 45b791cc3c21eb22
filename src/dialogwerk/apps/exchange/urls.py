"""Messages of XBeteiligung out and in. Paths are German."""

from django.urls import path

from . import views

OURS = "werkbank/<slug:slug>/xbeteiligung/"

urlpatterns = [
    path(OURS, views.overview, name="xbeteiligung"),
    path(OURS + "angaben/", views.link, name="xbeteiligung-link"),
    path(OURS + "senden/", views.send, name="xbeteiligung-send"),
    path(OURS + "empfangen/", views.receive, name="xbeteiligung-receive"),
    path(OURS + "empfangen/<str:code>/", views.parcel, name="xbeteiligung-parcel"),
    path(
        OURS + "empfangen/<str:code>/quittungen.zip", views.receipts, name="xbeteiligung-receipts"
    ),
]
