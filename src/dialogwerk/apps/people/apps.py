from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "dialogwerk.apps.people"
    label = "people"
