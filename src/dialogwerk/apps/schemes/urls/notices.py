"""Public notices: drafted, checked, published."""

from django.urls import path

from ..views import notices, public_notices

STAFF = "werkbank/verfahren/<slug:slug>/bekanntmachungen/"
PUBLIC = "verfahren/<slug:slug>/bekanntmachungen/<int:pk>/"

urlpatterns = [
    path(STAFF, notices.overview, name="notices"),
    path(f"{STAFF}neu/<str:kind>/", notices.new, name="notice-new"),
    path(f"{STAFF}pruefen/", notices.check_text, name="notice-check"),
    path(f"{STAFF}<int:pk>/", notices.notice, name="notice"),
    path(f"{STAFF}<int:pk>/veroeffentlichen/", notices.publish, name="notice-publish"),
    path(f"{STAFF}<int:pk>/stehenlassen/", notices.waive, name="notice-waive"),
    path(f"{STAFF}<int:pk>/berichtigen/", notices.correct, name="notice-correct"),
    path(f"{STAFF}<int:pk>/datei/<str:ending>/", notices.file, name="notice-file"),
    path(PUBLIC, public_notices.notice, name="public-notice"),
    path(f"{PUBLIC}datei/<str:ending>/", public_notices.file, name="public-notice-file"),
]
