"""Surveys as people answer them and as the team writes them."""
