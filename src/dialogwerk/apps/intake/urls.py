"""The intake of a procedure, under its workbench."""

from django.urls import path

from .views import deliveries, quarantine

_AT = "werkbank/<slug:slug>/posteingang/"

urlpatterns = [
    path(_AT, deliveries.deliveries, name="deliveries"),
    path(f"{_AT}quarantaene/", quarantine.quarantine, name="quarantine"),
    path(f"{_AT}quarantaene/<str:code>/", quarantine.item, name="quarantine-item"),
    path(f"{_AT}quarantaene/<str:code>/datei/", quarantine.file, name="quarantine-file"),
    path(f"{_AT}quarantaene/<str:code>/erfassen/", quarantine.type_in, name="quarantine-type-in"),
    path(f"{_AT}quarantaene/<str:code>/verwerfen/", quarantine.discard, name="quarantine-discard"),
    path(f"{_AT}quarantaene/<str:code>/zurueck/", quarantine.restore, name="quarantine-restore"),
    path(f"{_AT}<str:code>/", deliveries.delivery, name="delivery"),
    path(f"{_AT}<str:code>/fortsetzen/", deliveries.go_on, name="delivery-go-on"),
    path(f"{_AT}<str:code>/anhalten/", deliveries.stop, name="delivery-stop"),
]
