"""Addresses of dialogues: public ones and those of the workbench."""

from . import moderation, processes

urlpatterns = [*processes.urlpatterns, *moderation.urlpatterns]
