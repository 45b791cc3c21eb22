"""Compiled kernels: letters read, folded and compared on their raw bytes.

Everything here works on the UTF-8 bytes of a whole column of letters at once, never on one Python
object per letter, lets go of the interpreter lock, and is compiled once and kept (numba). The rules
are those of `words`, `sender_block` and `deviations`: their regular expressions are turned into
automata that the kernels run, so that there is one place in which each rule stands.
"""
