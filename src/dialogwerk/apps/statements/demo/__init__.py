"""The rehearsed procedure of ``./dw demo``: invented scheme, invented people, real work to do.

Everything here is made up. The people are called Beispiel, Probe or Muster and live in places that
do not exist; their mail goes to ``example.org``.
"""

from .accounts import DEMO_ACCOUNTS
from .seeding import DEMO_PROCEDURE, seed

__all__ = ["DEMO_ACCOUNTS", "DEMO_PROCEDURE", "seed"]
