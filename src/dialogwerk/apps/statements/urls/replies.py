"""What leaves the house and what proves it: replies, ledger, gate and synopsis."""

from django.urls import path

from ..views import (
    considering,
    dialogue_results,
    gate,
    ledger,
    printing,
    replies,
    returned,
    synopsis,
)

urlpatterns = [
    path("<slug:slug>/antworten/", replies.replies, name="replies"),
    path("<slug:slug>/antworten/schreiben/", replies.write, name="replies-write"),
    path("<slug:slug>/antworten/versand/<str:how>/", replies.send, name="replies-send"),
    path("<slug:slug>/antworten/druck/", printing.prints, name="prints"),
    path("<slug:slug>/antworten/druck/<str:code>/", printing.batch, name="print"),
    path("<slug:slug>/antworten/druck/<str:code>/datei.zip", printing.file, name="print-file"),
    path("<slug:slug>/antworten/druck/<str:code>/versandt/", printing.sent, name="print-sent"),
    path(
        "<slug:slug>/antworten/druck/<str:code>/verwerfen/", printing.discard, name="print-discard"
    ),
    path(
        "<slug:slug>/antworten/druck/<str:code>/teil-<int:part>.zip",
        printing.part,
        name="print-part",
    ),
    path("<slug:slug>/antworten/druck/<str:code>/nachdruck/", printing.reprint, name="print-again"),
    path("<slug:slug>/antworten/ruecklaeufer/", returned.many, name="replies-returned"),
    path("<slug:slug>/antworten/<str:code>/", replies.reply, name="reply"),
    path("<slug:slug>/antworten/<str:code>/anschrift/", returned.address, name="reply-address"),
    path("<slug:slug>/antworten/<str:code>/schreiben.pdf", replies.pdf, name="reply-pdf"),
    path("<slug:slug>/antworten/<str:code>/versand/", replies.hand_over, name="reply-send"),
    path("<slug:slug>/antworten/<str:code>/zurueck/", replies.returned, name="reply-returned"),
    path("<slug:slug>/antworten/<str:code>/klaeren/", replies.settle, name="reply-settle"),
    path("<slug:slug>/nachweis/", ledger.ledger, name="ledger"),
    path("<slug:slug>/nachweis.csv", ledger.export, name="ledger-export"),
    path("<slug:slug>/zusagen.csv", considering.export, name="weighed-promises-export"),
    path("<slug:slug>/zusagen/", considering.promises, name="weighed-promises"),
    path("<slug:slug>/zusagen/<str:code>/", considering.promise, name="weighed-promise"),
    path(
        "<slug:slug>/zusagen/<str:code>/<int:pk>/zurueck/",
        considering.take_back,
        name="weighed-promise-back",
    ),
    path("<slug:slug>/argumente/<int:number>/zusage/", considering.cite, name="argument-cite"),
    path("<slug:slug>/abschluss/", gate.gate, name="gate"),
    path("<slug:slug>/abschluss/schliessen/", gate.close, name="gate-close"),
    path("<slug:slug>/abschluss/oeffnen/", gate.reopen, name="gate-reopen"),
    path("<slug:slug>/abschluss/veroeffentlichen/", gate.release, name="gate-release"),
    path(
        "<slug:slug>/abschluss/dialog/<str:code>/",
        dialogue_results.consider,
        name="dialogue-result-consider",
    ),
    path(
        "<slug:slug>/abschluss/dialog/<str:code>/zurueck/",
        dialogue_results.take_back,
        name="dialogue-result-take-back",
    ),
    path("<slug:slug>/synopse/", synopsis.synopsis, name="synopsis"),
    path("<slug:slug>/synopse.<str:ending>", synopsis.synopsis_file, name="synopsis-file"),
]
