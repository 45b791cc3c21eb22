"""Everything that arrives on other ways than the form: e-mail, scans, archives, bulk uploads."""
