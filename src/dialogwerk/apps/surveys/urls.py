"""Surveys for everyone, and in the workbench."""

from django.urls import path

from .views import desk, public

ROOT = "dialoge/<slug:slug>/umfrage/<slug:format_slug>/"
DESK = "werkbank/dialoge/<slug:slug>/umfrage/<slug:format_slug>/"

urlpatterns = [
    path(ROOT, public.survey, name="survey"),
    path(f"{ROOT}ergebnis/", public.results, name="survey-results"),
    path(DESK, desk.desk, name="survey-desk"),
    path(f"{DESK}entwurf/", desk.begin, name="survey-begin"),
    path(f"{DESK}veroeffentlichen/", desk.publish, name="survey-publish"),
    path(f"{DESK}frage/", desk.question_new, name="survey-question-new"),
    path(f"{DESK}frage/<int:pk>/", desk.question_edit, name="survey-question"),
    path(f"{DESK}frage/<int:pk>/aendern/", desk.question_change, name="survey-question-change"),
    path(f"{DESK}texte/", desk.texts, name="survey-texts"),
    path(f"{DESK}texte/<int:pk>/", desk.decide, name="survey-text-decide"),
    path(f"{DESK}fassung/<int:number>/antworten.<str:kind>", desk.export, name="survey-export"),
]
