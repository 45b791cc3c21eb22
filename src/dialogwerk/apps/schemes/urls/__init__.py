"""Projects (schemes) for everyone, and the pages with which staff keep them."""

from . import base, calendar, dialogue, feeds, notices

urlpatterns = [
    *base.urlpatterns,
    *calendar.urlpatterns,
    *dialogue.urlpatterns,
    *notices.urlpatterns,
    *feeds.urlpatterns,
]
