"""Contributions for everyone: list and map of a format, one contribution, the form, the receipt.

What begins with ``dialoge/beitrag/`` comes first; it belongs to no dialogue in particular.
"""

from django.urls import path

from ..views import contributing, contributions, receipt, taking_part

RECEIPT = "dialoge/beitrag/beleg/<str:receipt>/"
NEWS = "dialoge/beitrag/neuigkeiten/<str:key>/"
ROOT = "dialoge/<slug:slug>/"
FORMAT = f"{ROOT}<slug:format_slug>/"
ONE = f"{ROOT}beitrag/<str:code>/"

urlpatterns = [
    path(RECEIPT, receipt.receipt, name="contribution-receipt"),
    path(f"{RECEIPT}foto/<int:pk>/", receipt.receipt_photo, name="contribution-receipt-photo"),
    path(f"{RECEIPT}zurueckziehen/", receipt.take_back, name="contribution-withdraw"),
    path(NEWS, taking_part.following, name="following"),
    path(f"{NEWS}abbestellen/", taking_part.unsubscribe, name="following-end"),
    path(f"{ROOT}folgen/", taking_part.follow_process, name="process-follow"),
    path(ONE, contributions.one, name="contribution"),
    path(f"{ONE}foto/<int:pk>/", contributions.photo, name="contribution-photo"),
    path(f"{ONE}unterstuetzen/", taking_part.toggle_support, name="contribution-support"),
    path(f"{ONE}kommentieren/", taking_part.comment, name="contribution-comment"),
    path(f"{ONE}folgen/", taking_part.follow_contribution, name="contribution-follow"),
    path(FORMAT, contributions.listed, name="contributions"),
    path(f"{FORMAT}karte.json", contributions.on_map, name="contributions-map"),
    path(f"{FORMAT}beitragen/", contributing.new, name="contribution-new"),
    path(f"{FORMAT}aehnlich/", contributing.similar, name="contribution-similar"),
]
