"""Who may exchange messages with other authorities. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.schemes.rules import is_authority

rules.add_perm("exchange.keep_link", is_authority | is_administrator)
rules.add_perm("exchange.send", is_authority | is_administrator)
rules.add_perm("exchange.receive", is_authority | is_administrator)
