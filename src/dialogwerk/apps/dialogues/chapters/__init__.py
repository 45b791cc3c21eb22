"""Chapters of the results report that this app knows itself. Figures rest on public data only."""

from . import contributions, course, moderation

CHAPTERS = (
    course.course,
    contributions.participation,
    course.groups,
    contributions.contributions,
    moderation.outcome_chapters,
    moderation.theme_chapters,
    moderation.moderation_chapters,
    moderation.promise_chapters,
    course.answers,
    course.sources,
)
"""In the order in which they are asked; each says its place in the report itself."""
