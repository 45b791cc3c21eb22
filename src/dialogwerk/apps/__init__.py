"""The Django apps, lowest first: base, accounts, people, schemes, statements."""
