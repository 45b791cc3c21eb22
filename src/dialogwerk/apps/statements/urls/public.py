"""The pages for everyone. Paths are German because people read and type them."""

from django.urls import path

from ..views import from_dialogue, letter, public, receipt

urlpatterns = [
    path("", public.start, name="start"),
    path("verfahren/<slug:slug>/", public.procedure, name="procedure"),
    path("verfahren/<slug:slug>/stand/", public.standing, name="standing"),
    path("verfahren/<slug:slug>/stellungnahme/", letter.write, name="write"),
    path(
        "dialoge/beitrag/beleg/<str:receipt>/einwendung/<slug:slug>/",
        from_dialogue.make,
        name="objection-from-contribution",
    ),
    path("beleg/", receipt.lookup, name="lookup"),
    path("beleg/<str:receipt>/", receipt.receipt, name="receipt"),
    path("beleg/<str:receipt>/beleg.pdf", receipt.receipt_pdf, name="receipt-pdf"),
    path("beleg/<str:receipt>/schreiben.txt", receipt.receipt_text, name="receipt-text"),
    path("beleg/<str:receipt>/antwort.pdf", receipt.receipt_reply, name="receipt-reply"),
    path("beleg/<str:receipt>/nachweis.json", receipt.receipt_proof, name="receipt-proof"),
]
