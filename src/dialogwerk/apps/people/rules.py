"""Who may see the log of looks into the vault, and erase persons from it."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator

rules.add_perm("people.see_looks", is_administrator)
rules.add_perm("people.erase", is_administrator)
