"""Opinion rounds for everyone, and their workbench. Paths are German."""

from django.urls import path

from .views import desk, imports, results, voting

PUBLIC = "dialoge/<slug:slug>/meinungsrunde/<slug:format_slug>/"
DESK = "werkbank/dialoge/<slug:slug>/meinungsrunde/<slug:format_slug>/"

urlpatterns = [
    path(PUBLIC, voting.voting, name="opinions"),
    path(f"{PUBLIC}stimme/", voting.vote, name="opinion-vote"),
    path(f"{PUBLIC}aussage/", voting.add, name="opinion-add"),
    path(f"{PUBLIC}aussage/<int:number>/widerspruch/", voting.appeal, name="opinion-appeal"),
    path(f"{PUBLIC}aehnliche/", voting.similar, name="opinion-similar"),
    path(f"{PUBLIC}meine-stimmen/", voting.mine, name="my-votes"),
    path(f"{PUBLIC}vergessen/", voting.forget, name="opinion-forget"),
    path(f"{PUBLIC}karte/", results.opinion_map, name="opinion-map"),
    path(f"{PUBLIC}ergebnis/", results.report, name="opinion-report"),
    path(f"{PUBLIC}daten/runde.json", results.as_json, name="opinion-json"),
    path(f"{PUBLIC}daten/<str:name>", results.download, name="opinion-file"),
    path(DESK, desk.desk, name="opinion-desk"),
    path(f"{DESK}aussagen/", desk.seed, name="opinion-seed"),
    path(f"{DESK}aussagen/<int:number>/", desk.decide, name="opinion-decide"),
    path(f"{DESK}einstellungen/", desk.choices, name="opinion-choices"),
    path(f"{DESK}karte/", desk.compute, name="opinion-compute"),
    path(f"{DESK}pruefen/", desk.check_seals, name="opinion-check"),
    path(f"{DESK}daten/<str:name>", desk.download, name="opinion-desk-file"),
    path(f"{DESK}import/", imports.new, name="opinion-import"),
    path(f"{DESK}import/<str:code>/", imports.one, name="opinion-import-check"),
]
