"""Who may hand over, read and comment. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator
from dialogwerk.apps.schemes.rules import is_authority, is_developer_of_scheme, works_here
from dialogwerk.apps.statements.rules import was_handed_over, weighing_is_open

rules.add_perm("handover.hand_over", (is_authority | is_administrator) & weighing_is_open)
rules.add_perm("handover.read_comments", works_here | is_administrator)
rules.add_perm("handover.take_over", (is_authority | is_administrator) & weighing_is_open)
rules.add_perm("handover.read", is_developer_of_scheme & was_handed_over)
rules.add_perm("handover.comment", is_developer_of_scheme & was_handed_over & weighing_is_open)
