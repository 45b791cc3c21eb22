"""Addresses of dialogues: public ones and those of the workbench."""

from . import contributions, documents, imports, moderation, processes, questions, report

urlpatterns = [
    *processes.urlpatterns,
    *report.urlpatterns,
    *documents.urlpatterns,
    *moderation.urlpatterns,
    *questions.urlpatterns,
    *imports.urlpatterns,
    *contributions.urlpatterns,  # last: any other address may be that of a format
]
