"""Plain Python: values in, values out. Cores import neither Django nor each other."""
