"""The application: which path is answered by what."""

import logging
from collections.abc import Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from watcher.errors import StoreError
from watcher.interchange import atom
from watcher.interchange.shapes import story_item
from watcher.web import api, metrics
from watcher.web.answers import answer, refusal
from watcher.web.guard import OPEN, Guard
from watcher.web.page import page
from watcher.web.site import Site

IN_FEED = 50  # stories of an Atom feed

log = logging.getLogger(__name__)


def application(site: Site) -> ASGIApp:
    """Everything that is served, behind the guard."""
    files = {"/style.css": "text/css", "/icon.svg": "image/svg+xml"}
    starlette = Starlette(
        routes=[
            Route("/", _page(site)),
            *(Route(path, _file(path, kind)) for path, kind in files.items()),
            Route("/atom", _atom(site)),
            Route("/atom/{topic:path}", _atom(site)),
            Route("/metrics", _metrics(site)),
            Route(OPEN, _health(site)),
            *api.routes(site),
        ],
        exception_handlers={HTTPException: _refused, StoreError: _unavailable, Exception: _failed},
    )
    return Guard(starlette, hosts=site.hosts, token=site.token)


def _page(site: Site) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        topic, before = request.query_params.get("topic", ""), request.query_params.get("before", "")
        body = await site.archive.ask(lambda store: page(site, store, topic=topic, before=before))
        return answer(request, body, "text/html")

    return handle


def _file(path: str, kind: str) -> Callable[[Request], Any]:
    body = (resources.files("watcher.web") / "templates" / path.removeprefix("/")).read_bytes()

    async def handle(request: Request) -> Response:
        return answer(request, body, kind, {"cache-control": "private, max-age=3600"})

    return handle


def _atom(site: Site) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        topic = request.path_params.get("topic", "")
        api.known_topic(site, topic)
        found = await site.archive.ask(lambda store: store.latest(IN_FEED, topic=topic))
        title, address = f"watcher: {topic}" if topic else "watcher: all topics", str(request.url)
        feed = atom.atom(map(story_item, found), id_=address, title=title, address=address, now=site.clock.now())
        return answer(request, "".join(feed).encode(), atom.KIND)

    return handle


def _metrics(site: Site) -> Callable[[Request], Any]:
    async def handle(_: Request) -> Response:
        text = await site.archive.ask(lambda store: metrics.exposition(site, store))
        return Response(text, headers={"content-type": metrics.KIND})

    return handle


def _health(site: Site) -> Callable[[Request], Any]:
    async def handle(_: Request) -> Response:
        word = await site.archive.ask(lambda store: site.condition(store, site.clock.now()))
        return PlainTextResponse(f"{word}\n", status_code=200 if word == "ok" else 503)

    return handle


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = f"{error.detail}: there are /, /atom, /metrics, {OPEN}, /openapi.json and what that names"
    return refusal(error.status_code, known if error.detail == "Not Found" else error.detail)


async def _unavailable(_: Request, error: Exception) -> Response:
    log.warning("the database could not be read: %s", error)
    return refusal(503, str(error))


async def _failed(_: Request, error: Exception) -> Response:
    log.error("a page could not be made", exc_info=error)
    return refusal(500, "internal error: the log says more")
