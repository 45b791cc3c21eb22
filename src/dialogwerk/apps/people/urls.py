"""The vault from the administrators' side: who looked, and erasing a person."""

from django.urls import path

from . import views

urlpatterns = [
    path("werkbank/einsichten/", views.vault_looks, name="vault-looks"),
    path("werkbank/personen/<str:code>/loeschen/", views.erase_person, name="person-erase"),
]
