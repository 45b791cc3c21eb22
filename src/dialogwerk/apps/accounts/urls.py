"""Addresses of the accounts' administration; logging in is allauth's, under ``konto/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("werkbank/konten/", views.account_list, name="accounts-list"),
    path("werkbank/konten/neu/", views.new_account, name="account-new"),
    path("werkbank/konten/<int:pk>/", views.account_detail, name="account"),
]
