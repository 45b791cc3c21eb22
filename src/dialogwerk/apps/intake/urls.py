"""The intake of a procedure, under its workbench; and what organisers and signatories need."""

from django.urls import path

from .views import bulk, deliveries, duplicates, quarantine, scans

_AT = "werkbank/<slug:slug>/posteingang/"
_BULK = "verfahren/<slug:slug>/sammlung/"

urlpatterns = [
    path("sammlung/format.json", bulk.format_schema, name="bulk-schema"),
    path("sammlung/beispiel.<str:ending>", bulk.format_example, name="bulk-example"),
    path("beleg/abholen/", bulk.redeem, name="redeem"),
    path(_BULK, bulk.bulk, name="bulk"),
    path(f"{_BULK}<str:code>/", bulk.upload, name="bulk-upload"),
    path(f"{_BULK}<str:code>/scheine-<int:part>.pdf", bulk.slips, name="bulk-slips"),
    path(_AT, deliveries.deliveries, name="deliveries"),
    path(f"{_AT}quarantaene/", quarantine.quarantine, name="quarantine"),
    path(f"{_AT}quarantaene/<str:code>/", quarantine.item, name="quarantine-item"),
    path(f"{_AT}quarantaene/<str:code>/datei/", quarantine.file, name="quarantine-file"),
    path(f"{_AT}quarantaene/<str:code>/erfassen/", quarantine.type_in, name="quarantine-type-in"),
    path(f"{_AT}quarantaene/<str:code>/verwerfen/", quarantine.discard, name="quarantine-discard"),
    path(f"{_AT}quarantaene/<str:code>/zurueck/", quarantine.restore, name="quarantine-restore"),
    path(f"{_AT}lesen/", scans.scans, name="scans"),
    path(f"{_AT}lesen/starten/", scans.start, name="scans-start"),
    path(f"{_AT}lesen/<str:code>/", scans.scan, name="scan"),
    path(f"{_AT}lesen/<str:code>/seite-<int:number>.png", scans.picture, name="scan-picture"),
    path(f"{_AT}doppelte/", duplicates.duplicates, name="duplicates"),
    path(f"{_AT}doppelte/<int:pk>/", duplicates.decide, name="duplicate-decide"),
    path(f"{_AT}<str:code>/", deliveries.delivery, name="delivery"),
    path(f"{_AT}<str:code>/fortsetzen/", deliveries.go_on, name="delivery-go-on"),
    path(f"{_AT}<str:code>/anhalten/", deliveries.stop, name="delivery-stop"),
]
