"""Forms of the workbench of an opinion round."""
