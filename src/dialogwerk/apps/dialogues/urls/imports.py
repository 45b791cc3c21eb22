"""Contributions from elsewhere, in the workbench."""

from django.urls import path

from ..views import imports

DESK = "werkbank/dialoge/<slug:slug>/import/"
ONE = f"{DESK}<str:code>/"

urlpatterns = [
    path(DESK, imports.imports, name="process-imports"),
    path(ONE, imports.one, name="process-import"),
    path(f"{ONE}spalten/", imports.columns, name="process-import-columns"),
    path(f"{ONE}herkunft/", imports.source, name="process-import-source"),
    path(f"{ONE}start/", imports.start, name="process-import-start"),
    path(f"{ONE}stopp/", imports.stop, name="process-import-stop"),
    path(f"{ONE}verwerfen/", imports.discard, name="process-import-discard"),
    path(f"{ONE}befunde.csv", imports.findings, name="process-import-findings"),
]
