"""Parliamentary inquiries and their answers, read from text into a structure.

>>> from dialogwerk.cores.inquiries.reading import read_paper
>>> read_paper("Kleine Anfrage 7 der Abgeordneten Rosa Muster FDP").number
'7'
"""
