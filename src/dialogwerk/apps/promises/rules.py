"""Who may do what with promises. Read aloud, this is the policy."""

import rules

from dialogwerk.apps.accounts.rules import is_administrator, is_office
from dialogwerk.apps.schemes.rules import is_authority, works_here


@rules.predicate
def is_public(user, promise) -> bool:
    scheme = promise.scheme
    return promise.is_public and (scheme is None or scheme.is_public)


rules.add_perm("promises.view", is_public | works_here | is_office | is_administrator)
rules.add_perm("promises.keep", is_authority | is_office | is_administrator)
"""Asked of a promise, of a scheme for a new one, or of nothing for one without a scheme."""
