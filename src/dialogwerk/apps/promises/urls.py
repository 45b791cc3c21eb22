"""The register of promises for everyone, and the pages with which staff keep it."""

from django.urls import path

from .views import following, public, staff

OURS = "werkbank/zusagen/"

urlpatterns = [
    path(OURS, staff.kept, name="promises-kept"),
    path(f"{OURS}neu/", staff.new, name="promise-new"),
    path(f"{OURS}<str:code>/", staff.edit, name="promise-edit"),
    path(f"{OURS}<str:code>/<str:name>/", staff.step, name="promise-step"),
    path("zusagen/", public.register, name="promises"),
    path("zusagen/verzeichnis.<str:ending>", public.export, name="promises-export"),
    path("zusagen/folgen/<str:token>/", following.confirm, name="follow-confirm"),
    path("zusagen/abbestellen/<str:token>/", following.end, name="follow-end"),
    path("zusagen/<str:code>/folgen/", following.follow, name="promise-follow"),
    path("zusagen/<str:code>/", public.promise, name="promise"),
    path("zusagen/<str:code>/belege/<int:pk>/", public.evidence_file, name="promise-evidence"),
]
