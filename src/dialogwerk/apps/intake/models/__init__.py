"""Deliveries of files, what became of each thing in them, and what waits for a person."""

from .deliveries import DeliveredFile, Delivery, Item

__all__ = ["DeliveredFile", "Delivery", "Item"]
