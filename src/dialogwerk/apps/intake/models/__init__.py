"""Deliveries of files, what became of each thing in them, and what waits for a person."""

from .bulk import BulkUpload, Slip
from .deliveries import DeliveredFile, Delivery, Item
from .duplicates import Duplicate
from .mailboxes import Mailbox
from .readings import ScanPage, ScanReading

__all__ = [
    "BulkUpload",
    "DeliveredFile",
    "Delivery",
    "Duplicate",
    "Item",
    "Mailbox",
    "ScanPage",
    "ScanReading",
    "Slip",
]
