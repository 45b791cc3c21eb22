"""Compiled kernels of the opinion map: votes times axes, votes dealt and drawn, k-means.

Plain loops over plain arrays, compiled once and kept (numba). What they compute, and why, is said
where they are called: `projection`, `structure`, `separation`, `clusters`.
"""
