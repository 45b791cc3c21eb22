"""Bodies for everyone, and the pages with which staff and coordinators keep their record."""

from django.urls import path

from .views import entries, founding, public, staff

OURS = "werkbank/akteure/"
OF_ONE = f"{OURS}<str:code>/"

urlpatterns = [
    path("akteure/", public.bodies, name="bodies"),
    path("akteure/karte.geojson", public.map_data, name="bodies-map"),
    path("akteure/verzeichnis.<str:ending>", public.export, name="bodies-export"),
    path("akteure/<str:code>/", public.body, name="body"),
    path("akteure/<str:code>/daten.json", public.body_data, name="body-data"),
    path(OURS, staff.kept, name="bodies-kept"),
    path(f"{OURS}neu/", staff.new, name="body-new"),
    path(f"{OURS}gruenden/", founding.begin, name="founding-begin"),
    path(OF_ONE, staff.desk, name="body-desk"),
    path(f"{OF_ONE}bearbeiten/", staff.edit, name="body-edit"),
    path(f"{OF_ONE}ende/", staff.end, name="body-end"),
    path(f"{OF_ONE}fortsetzen/", staff.resume, name="body-resume"),
    path(f"{OF_ONE}zusammenfuehren/", staff.merge, name="body-merge"),
    path(f"{OF_ONE}koordination/", staff.coordinators, name="body-coordinators"),
    path(
        f"{OF_ONE}koordination/<int:pk>/entfernen/",
        staff.coordinator_remove,
        name="body-coordinator-remove",
    ),
    path(f"{OF_ONE}gruendung/", founding.overview, name="founding"),
    path(f"{OF_ONE}gruendung/abschliessen/", founding.finish, name="founding-finish"),
    path(f"{OF_ONE}gruendung/<str:key>/", founding.step, name="founding-step"),
    path(f"{OF_ONE}gruendung/<str:key>/offen/", founding.leave_open, name="founding-leave-open"),
    path(f"{OF_ONE}<str:what>/neu/", entries.add, name="body-entry-new"),
    path(f"{OF_ONE}<str:what>/<int:pk>/", entries.amend, name="body-entry"),
    path(f"{OF_ONE}<str:what>/<int:pk>/entfernen/", entries.remove, name="body-entry-remove"),
]
