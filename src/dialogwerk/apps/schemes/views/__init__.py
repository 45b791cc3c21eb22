"""Pages of projects: what everyone sees, and what the team of a project keeps up to date."""
