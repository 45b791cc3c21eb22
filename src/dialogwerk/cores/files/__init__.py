"""What a file is, by its content, and how it is opened without trusting it.

The floor below the cores that read files: `cores.tables` and `cores.incoming` stand on it.

>>> from dialogwerk.cores.files import kind_of
>>> kind_of(b"%PDF-1.7"), kind_of(b"MZ\\x90\\x00"), kind_of(b"Guten Tag")
('pdf', 'program', 'text')
"""

from .errors import Refused
from .kinds import kind_of
from .names import safe_name

__all__ = ["Refused", "kind_of", "safe_name"]
