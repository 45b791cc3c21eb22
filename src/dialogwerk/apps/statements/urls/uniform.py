"""Submissions that many signed, who speaks for them, and answers for many; below a procedure."""

from django.urls import path

from ..views import collective, uniform

BASE = "<slug:slug>/gleichfoermig/"
LIST, CAMPAIGN = f"{BASE}liste/<str:code>/", f"{BASE}kampagne/<int:number>/"
ANSWER = f"{BASE}antwort/<str:code>/"

urlpatterns = [
    path(BASE, uniform.overview, name="uniform"),
    path(f"{BASE}liste/neu/", uniform.upload, name="signature-list-new"),
    path(LIST, uniform.signature_list, name="signature-list"),
    path(f"{LIST}schritt/", uniform.list_step, name="signature-list-step"),
    path(f"{LIST}aufforderung.docx", uniform.list_call, name="signature-list-call"),
    path(f"{LIST}unterschrift/<int:pk>/", uniform.signature, name="signature-list-signature"),
    path(CAMPAIGN, uniform.campaign, name="campaign-people"),
    path(f"{CAMPAIGN}schritt/", uniform.campaign_step, name="campaign-people-step"),
    path(f"{CAMPAIGN}aufforderung.docx", uniform.campaign_call, name="campaign-people-call"),
    path(f"{BASE}gemeinsam/<str:ground>/", collective.new, name="collective-new"),
    path(ANSWER, collective.collective, name="collective"),
    path(f"{ANSWER}text/", collective.amend, name="collective-amend"),
    path(f"{ANSWER}bekannt/", collective.publish, name="collective-publish"),
    path(f"{ANSWER}zurueck/", collective.withdraw, name="collective-withdraw"),
    path(f"{ANSWER}bekanntmachung.<str:ending>", collective.notice, name="collective-notice"),
]
