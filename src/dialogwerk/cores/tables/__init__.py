"""Tables that people send: CSV, .xlsx, .xls, .ods in, CSV out.

>>> import io
>>> table = read_table(io.BytesIO("id;text\\n7;Zu laut\\n".encode()))
>>> table.header, [row.values["text"] for row in table.rows()]
(('id', 'text'), ['Zu laut'])
"""

from .errors import TableError
from .limits import Limits
from .reading import Table, read_table
from .values import Problem, Row
from .writing import restore_cell, safe_cell, write_csv

__all__ = [
    "Limits",
    "Problem",
    "Row",
    "Table",
    "TableError",
    "read_table",
    "restore_cell",
    "safe_cell",
    "write_csv",
]
