"""Dialogwerk: the record and the workshop of a dialogue office."""

__version__ = "0.1.0"
