"""The results report: public, and in the workbench."""

from django.urls import path, re_path

from ..views import handing_over, open_data, report

ROOT = "dialoge/<slug:slug>/ergebnis/"
DESK = "werkbank/dialoge/<slug:slug>/bericht/"

urlpatterns = [
    path(ROOT, report.report, name="report"),
    path(f"{ROOT}<int:number>/", report.report, name="report-version"),
    re_path(
        r"^dialoge/(?P<slug>[-\w]+)/ergebnis/(?P<number>[0-9]+)/ergebnis\.(?P<ending>pdf|xlsx|zip|json)$",
        report.report_file,
        name="report-file",
    ),
    re_path(
        r"^dialoge/(?P<slug>[-\w]+)/daten/beitraege\.(?P<ending>csv|xlsx|json|geojson)$",
        open_data.contributions,
        name="contributions-data",
    ),
    path(DESK, report.desk, name="process-report"),
    path(f"{DESK}entwurf.pdf", report.draft_pdf, name="process-report-draft"),
    path(f"{DESK}veroeffentlichen/", report.publish, name="process-report-publish"),
    path(f"{DESK}uebergeben/", handing_over.hand_over, name="result-hand-over"),
    path(f"{DESK}uebergeben/<str:code>/", handing_over.acknowledge, name="result-acknowledge"),
    path(
        f"{DESK}uebergeben/<str:code>/bestaetigung",
        handing_over.confirmation,
        name="result-confirmation",
    ),
    path(f"{DESK}gruppen/neu/", report.group, name="target-group-new"),
    path(f"{DESK}gruppen/<int:pk>/", report.group, name="target-group"),
    path(f"{DESK}gruppen/<int:pk>/entfernen/", report.group_remove, name="target-group-remove"),
]
