"""What becomes of reply letters, for those who have to follow."""

from django.dispatch import Signal

replies_sent = Signal()
"""In the transaction that notes it. Arguments: ``replies`` (rows that left), ``by`` and ``at``."""

reply_returned = Signal()
"""In the transaction that notes it. Arguments: ``reply`` and ``by``."""
