"""Pages of opinion rounds: voting, the map, the results; moderation in the workbench."""
