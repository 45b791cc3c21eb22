"""Questions and answers, for everyone and in the workbench."""

from django.urls import path

from ..views import question_desk, questions

ROOT = "dialoge/<slug:slug>/fragen/<slug:format_slug>/"
DESK = "werkbank/dialoge/<slug:slug>/fragen/<slug:format_slug>/"

urlpatterns = [
    path("f/<int:pk>/", questions.short, name="questions-short"),
    path(ROOT, questions.question_list, name="questions"),
    path(f"{ROOT}stellen/", questions.ask, name="question-new"),
    path(f"{ROOT}projektor/", questions.projector, name="questions-projector"),
    path(f"{ROOT}<str:code>/", questions.question, name="question"),
    path(DESK, question_desk.desk, name="question-desk"),
    path(f"{DESK}aufruf/", question_desk.remote, name="questions-remote"),
    path(f"{DESK}<str:code>/", question_desk.answer, name="question-answer"),
    path(f"{DESK}<str:code>/aufrufen/", question_desk.call, name="question-call"),
]
