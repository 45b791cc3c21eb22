"""What no address of the house can mean is turned away before any view sees it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class WrittenAddresses:
    """404 for addresses with a NUL character: PostgreSQL cannot even compare it with a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)
