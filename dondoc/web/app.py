"""The web application: guard, route table, error pages."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from dondoc.actions.office import Office
from dondoc.settings import Settings
from dondoc.web.desk import House, SignInFirst
from dondoc.web.guard import Guard
from dondoc.web.pages import Renderer
from dondoc.web.routes import ROUTES
from dondoc.web.sign_in import asked_first

_ERRORS = frozenset({400, 403, 404, 405, 413, 421, 500})


def create_app(
    office: Office,
    settings: Settings,
    status: Callable[[], dict[str, Any]] | None = None,
    extra_routes: Sequence[BaseRoute] = (),
) -> FastAPI:
    """The application of one installation. `status` tells health how the clock and Prefect are."""
    house = House(office, settings, Renderer(), status)
    app = FastAPI(title="Dondoc", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    for route in ROUTES:
        methods = ["GET", "HEAD"] if route.method == "GET" else [route.method]
        app.add_api_route(route.path, route.handler, methods=methods, name=route.name, response_model=None)
    app.router.routes.extend(extra_routes)
    _error_pages(app, house)

    def error_page(code: int) -> Response:
        return house.renderer.plain("error.html", code, code=code)

    app.add_middleware(Guard, address=settings.address, host=settings.host, error_page=error_page)
    return app


def _error_pages(app: FastAPI, house: House) -> None:
    def page(code: int) -> Response:
        known = code if code in _ERRORS else 500 if code >= 500 else 400
        return house.renderer.plain("error.html", code, code=known)

    def refused(request: Request, error: Exception) -> Response:
        return page(error.status_code if isinstance(error, HTTPException) else 500)

    def no_such_row(request: Request, error: Exception) -> Response:
        return page(404)

    def nobody(request: Request, error: Exception) -> Response:
        return asked_first(house, error) if isinstance(error, SignInFirst) else RedirectResponse("/dang-nhap")

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, no_such_row)
    app.add_exception_handler(SignInFirst, nobody)
    app.add_exception_handler(Exception, refused)
