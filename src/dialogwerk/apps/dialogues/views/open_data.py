"""Open data of a process."""

import tempfile

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ..services import open_data as service
from .finding import process_for

SPOOLED = 8 * 1024**2


@require_safe
def contributions(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """All public contributions as CSV, workbook, JSON or GeoJSON."""
    process = process_for(request, slug)
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - the response closes it
    service.write(process, ending, target)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{process.slug}-beitraege.{ending}",
        content_type=service.MEDIA_TYPES[ending],
    )
