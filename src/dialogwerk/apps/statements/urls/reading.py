"""The workbench: inbox, letter reader, campaigns, arguments."""

from django.urls import path

from ..views import (
    arguments,
    bulk,
    campaigns,
    concerned,
    inbox,
    overview,
    persons,
    proposals,
    reader,
    workbench,
)

urlpatterns = [
    path("", workbench.start, name="workbench"),
    path("<slug:slug>/", inbox.inbox, name="inbox"),
    path("<slug:slug>/ueberblick/", overview.show, name="overview"),
    path("<slug:slug>/ueberblick/weiterlesen/", overview.read_on, name="read-on"),
    path("<slug:slug>/viele/", bulk.actions, name="many-letters"),
    path("<slug:slug>/viele/ausfuehren/", bulk.act, name="many-letters-act"),
    path("<slug:slug>/viele/<str:code>/rueckgaengig/", bulk.undo, name="many-letters-undo"),
    path("<slug:slug>/eingang/<str:code>/", reader.reader, name="reader"),
    path("<slug:slug>/eingang/<str:code>/stelle/", reader.passage, name="reader-passage"),
    path("<slug:slug>/eingang/<str:code>/fertig/", reader.finish, name="reader-finish"),
    path("<slug:slug>/eingang/<str:code>/kampagne/", reader.move, name="reader-move"),
    path("<slug:slug>/eingang/<str:code>/anlage/<int:pk>/", reader.attachment, name="attachment"),
    path("<slug:slug>/kampagnen/", campaigns.board, name="campaigns"),
    path("<slug:slug>/kampagnen/gruppieren/", campaigns.regroup, name="campaigns-regroup"),
    path("<slug:slug>/kampagnen/<int:number>/", campaigns.campaign, name="campaign"),
    path("<slug:slug>/kampagnen/<int:number>/stelle/", campaigns.passage, name="campaign-passage"),
    path("<slug:slug>/kampagnen/<int:number>/fertig/", campaigns.finish, name="campaign-finish"),
    path("<slug:slug>/kampagnen/<int:number>/titel/", campaigns.rename, name="campaign-rename"),
    path("<slug:slug>/kampagnen/<int:number>/vereinen/", bulk.merge, name="campaign-merge"),
    path("<slug:slug>/vorschlaege/", proposals.queue, name="useful-passages"),
    path("<slug:slug>/vorschlaege/stelle/", proposals.decide, name="useful-passage"),
    path("<slug:slug>/vorschlaege/erneuern/", proposals.renew, name="proposals-renew"),
    path("<slug:slug>/vorschlaege/guete/", proposals.quality, name="proposal-quality"),
    path(
        "<slug:slug>/vorschlaege/modellkarte.<str:ending>", proposals.model_card, name="model-card"
    ),
    path("<slug:slug>/personen/", persons.links, name="persons"),
    path("<slug:slug>/personen/suchen/", persons.search_again, name="persons-search"),
    path("<slug:slug>/personen/paar/<int:pk>/", persons.decide, name="person-link"),
    path("<slug:slug>/personen/<str:code>/", persons.person, name="person"),
    path("<slug:slug>/personen/<str:code>/trennen/", persons.take_apart, name="person-apart"),
    path("<slug:slug>/argumente/", arguments.catalogue, name="arguments"),
    path("<slug:slug>/argumente/neu/", arguments.new, name="argument-new"),
    path("<slug:slug>/argumente/suche/", arguments.search, name="argument-search"),
    path("<slug:slug>/argumente/<int:number>/", arguments.argument, name="argument"),
    path(
        "<slug:slug>/argumente/<int:number>/betroffene/", concerned.people, name="argument-people"
    ),
    path("<slug:slug>/argumente/<int:number>/antwort/", arguments.answer, name="argument-answer"),
    path("<slug:slug>/argumente/<int:number>/angaben/", arguments.amend, name="argument-amend"),
    path("<slug:slug>/argumente/<int:number>/quelle/", arguments.source, name="argument-source"),
    path("<slug:slug>/argumente/<int:number>/vereinen/", arguments.merge, name="argument-merge"),
    path("<slug:slug>/argumente/<int:number>/teilen/", arguments.split, name="argument-split"),
]
