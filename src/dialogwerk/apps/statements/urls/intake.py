"""Taking letters in by hand and from tables, and long work in the background."""

from django.urls import path

from ..views import capture, imports, receipt_lists, runs

urlpatterns = [
    path("vorgaenge/<str:public_id>/", runs.run, name="run"),
    path("vorgaenge/<str:public_id>/anhalten/", runs.stop, name="run-stop"),
    path("vorgaenge/<str:public_id>/fortsetzen/", runs.resume, name="run-resume"),
    path("<slug:slug>/vorgaenge/", runs.runs, name="runs"),
    path("<slug:slug>/erfassen/", capture.capture, name="capture"),
    path("<slug:slug>/erfassen/<str:code>/", capture.captured, name="captured"),
    path("<slug:slug>/import/", imports.imports, name="imports"),
    path("<slug:slug>/import/<str:code>/", imports.batch, name="import"),
    path("<slug:slug>/import/<str:code>/spalten/", imports.columns, name="import-columns"),
    path("<slug:slug>/import/<str:code>/starten/", imports.start, name="import-start"),
    path("<slug:slug>/import/<str:code>/anhalten/", imports.stop, name="import-stop"),
    path("<slug:slug>/import/<str:code>/verwerfen/", imports.discard, name="import-discard"),
    path("<slug:slug>/import/<str:code>/befunde.csv", imports.findings, name="import-findings"),
    path(
        "<slug:slug>/import/<str:code>/belege/",
        receipt_lists.receipts,
        {"kind": "import-receipts"},
        name="import-receipts",
    ),
    path(
        "<slug:slug>/import/<str:code>/belege.csv",
        receipt_lists.table,
        {"kind": "import-receipts"},
        name="import-receipts-file",
    ),
    path(
        "<slug:slug>/import/<str:code>/belege-<int:part>.pdf",
        receipt_lists.slips,
        {"kind": "import-receipts"},
        name="import-receipts-slips",
    ),
    path(
        "<slug:slug>/erfassen/<str:code>/belege/",
        receipt_lists.receipts,
        {"kind": "captured-receipts"},
        name="captured-receipts",
    ),
    path(
        "<slug:slug>/erfassen/<str:code>/belege.csv",
        receipt_lists.table,
        {"kind": "captured-receipts"},
        name="captured-receipts-file",
    ),
    path(
        "<slug:slug>/erfassen/<str:code>/belege-<int:part>.pdf",
        receipt_lists.slips,
        {"kind": "captured-receipts"},
        name="captured-receipts-slips",
    ),
]
