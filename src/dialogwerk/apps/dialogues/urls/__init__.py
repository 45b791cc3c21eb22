"""Addresses of dialogues: public ones and those of the workbench."""

from . import contributions, moderation, processes

urlpatterns = [
    *processes.urlpatterns,
    *contributions.urlpatterns,
    *moderation.urlpatterns,
]
