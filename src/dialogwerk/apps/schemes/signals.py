"""What the calendar tells apps above this one."""

from django.dispatch import Signal

round_days_changed = Signal()
"""The days of a round are others now.

Sent with ``round`` (as stored) and ``by`` (the actor) inside the transaction that changes them:
what a receiver does stands or falls with it, and its error takes the change back.
"""
