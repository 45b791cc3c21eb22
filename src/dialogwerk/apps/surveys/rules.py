"""Who may do what with surveys. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.dialogues.rules import moderates_it, runs_it

rules.add_perm("surveys.edit", runs_it)
rules.add_perm("surveys.moderate", moderates_it)
rules.add_perm("surveys.export", moderates_it)
