"""What arrives: e-mail, PDF, Word files, scans, archives. Bytes in, letters out.

Everything here runs in a confined process (`cores.files.reader`); `jobs` is what it is asked for.
The values that come back are plain dictionaries, described in `values`.
"""

from .boxes import Message, messages
from .limits import Limits
from .values import Arrived, Box, Part

__all__ = ["Arrived", "Box", "Limits", "Message", "Part", "messages"]
