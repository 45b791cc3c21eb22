"""The register of promises for everyone, and the pages with which staff keep it."""

from django.urls import path

from .views import public, staff

OURS = "werkbank/zusagen/"

urlpatterns = [
    path(OURS, staff.kept, name="promises-kept"),
    path(f"{OURS}neu/", staff.new, name="promise-new"),
    path(f"{OURS}<str:code>/", staff.edit, name="promise-edit"),
    path(f"{OURS}<str:code>/<str:name>/", staff.step, name="promise-step"),
    path("zusagen/", public.register, name="promises"),
    path("zusagen/verzeichnis.<str:ending>", public.export, name="promises-export"),
    path("zusagen/<str:code>/", public.promise, name="promise"),
    path("zusagen/<str:code>/belege/<int:pk>/", public.evidence_file, name="promise-evidence"),
]
