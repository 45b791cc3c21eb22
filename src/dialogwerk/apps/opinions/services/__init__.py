"""What happens in an opinion round: voting, statements, maps, files."""
