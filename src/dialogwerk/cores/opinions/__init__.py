"""Opinion maps: who votes alike, what unites, what divides, and how sure that is."""
