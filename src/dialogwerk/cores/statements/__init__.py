"""Letters as text: campaigns, deviations, segments, and rehearsed letters to practise with.

Import the module you need (``grouping``, ``deviations``, ``segments``, ``rehearsal``); this package
itself imports nothing, so that a command line can name it without waiting for numpy.
"""
