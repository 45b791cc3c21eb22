"""Addresses of dialogues: public ones and those of the workbench."""

from . import contributions, documents, imports, moderation, processes, questions, report

urlpatterns = [
    *processes.urlpatterns,
    *report.urlpatterns,  # before those of formats, whose addresses stand in the same place
    *documents.urlpatterns,
    *contributions.urlpatterns,
    *moderation.urlpatterns,
    *questions.urlpatterns,
    *imports.urlpatterns,
]
