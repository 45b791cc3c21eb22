"""Who may run an opinion round. Voting needs no permission but that of seeing the dialogue."""

import rules

from dialogwerk.apps.dialogues.rules import moderates_it, runs_it

rules.add_perm("opinions.moderate", moderates_it)
rules.add_perm("opinions.run", runs_it)
