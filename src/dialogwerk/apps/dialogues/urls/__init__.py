"""Addresses of dialogues: public ones and those of the workbench."""

from . import contributions, imports, moderation, processes, questions

urlpatterns = [
    *processes.urlpatterns,
    *moderation.urlpatterns,
    *questions.urlpatterns,
    *imports.urlpatterns,
    *contributions.urlpatterns,
]
