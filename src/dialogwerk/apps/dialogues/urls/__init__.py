"""Addresses of dialogues: public ones and those of the workbench."""

from . import processes

urlpatterns = [*processes.urlpatterns]
