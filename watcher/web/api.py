"""The JSON endpoints as one table, from which both the routes and the OpenAPI document are made."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from watcher.core.health import health
from watcher.core.model import Search, Story
from watcher.frozen import dataclass
from watcher.interchange import shapes
from watcher.ports import Store
from watcher.web.answers import answer, as_json
from watcher.web.site import Site

MOST = 200  # items of one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something that may stand behind the question mark."""

    name: str
    about: str
    kind: str = "string"  # or "integer"
    default: int | None = None
    most: int | None = None

    def read(self, text: str | None) -> Any:
        """Its value; raises HTTPException with what would do."""
        if self.kind == "string":
            return text or ""
        if text is None:
            return self.default
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        if number < 1 or (self.most is not None and number > self.most):
            bounds = f"from 1 to {self.most}" if self.most is not None else "from 1 on"
            raise HTTPException(400, f"{self.name}: expected a whole number {bounds}")
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One question: `find` answers it with a value of the kind `gives`."""

    path: str
    summary: str
    gives: type
    find: Callable[[Site, Store, Mapping[str, Any]], object]
    parameters: tuple[Parameter, ...] = ()


def cursor(story: Story) -> str:
    """Where a list of stories goes on behind this one."""
    return f"{story.last_seen.isoformat()}~{story.id}"


def place(text: str) -> tuple[datetime, str] | None:
    """What a cursor says; raises HTTPException if it is none of ours."""
    moment, _, story = text.partition("~")
    try:
        return (_aware(moment), story) if text else None
    except ValueError as error:
        raise HTTPException(400, 'before: expected the "next" of an earlier answer') from error


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus that nobody escaped
    if moment.tzinfo is None or not 1970 < moment.year < 9999:
        raise ValueError(text)
    return moment


def _status(site: Site, store: Store, _given: Mapping[str, Any]) -> shapes.Status:
    states, now = store.states(), site.clock.now()
    due = store.next_due()
    return shapes.Status(
        condition=site.condition(store, now),
        version=site.version,
        topics=site.topics,
        last_poll=max((state.last_poll for state in states if state.last_poll), default=None),
        next_poll=due,
        feeds=dict(Counter(health(state).condition.value for state in states)),
        counts=store.counts(),
        database_bytes=site.size(),
    )


def _stories(site: Site, store: Store, given: Mapping[str, Any]) -> shapes.StoryPage:
    known_topic(site, given["topic"])
    found = store.latest(given["limit"], topic=given["topic"], before=place(given["before"]))
    more = cursor(found[-1]) if len(found) == given["limit"] else None
    return shapes.StoryPage(items=tuple(map(shapes.story_item, found)), next=more)


def _story(_site: Site, store: Store, given: Mapping[str, Any]) -> shapes.StoryItem:
    story = store.story(given["id"])
    if story is None:
        raise HTTPException(404, "there is no story or article of that id")
    return shapes.story_item(story)


def _feeds(site: Site, store: Store, _given: Mapping[str, Any]) -> shapes.FeedPage:
    return shapes.FeedPage(items=tuple(shapes.feed_item(state, site.name(state)) for state in store.states()))


def _alerts(_site: Site, store: Store, given: Mapping[str, Any]) -> shapes.AlertPage:
    return shapes.AlertPage(items=tuple(map(shapes.alert_item, store.alerts(given["limit"]))))


def _entries(site: Site, store: Store, given: Mapping[str, Any]) -> shapes.EntryPage:
    known_topic(site, given["topic"])
    wanted = Search(query=given["q"], topic=given["topic"], outlet=given["outlet"], lang=given["lang"])
    found = store.search(wanted, given["limit"], before=given["before"])
    more = found[-1][0] if len(found) == given["limit"] else None
    return shapes.EntryPage(items=tuple(shapes.entry_item(decision) for _, decision in found), next=more)


def known_topic(site: Site, topic: str) -> None:
    if topic and topic not in site.topics:
        raise HTTPException(404, f'no topic "{topic}" (choices are {", ".join(site.topics) or "none"})')


LIMIT = Parameter(name="limit", about="How many at most.", kind="integer", default=50, most=MOST)
TOPIC = Parameter(name="topic", about="Only this topic.")
ENDPOINTS = (
    Endpoint(path="/api/v1/status", summary="How the watch goes", gives=shapes.Status, find=_status),
    Endpoint(
        path="/api/v1/stories",
        summary="Stories, the one with the newest article first",
        gives=shapes.StoryPage,
        find=_stories,
        parameters=(TOPIC, LIMIT, Parameter(name="before", about='The "next" of the page before.')),
    ),
    Endpoint(
        path="/api/v1/stories/{id}",
        summary="One story, by its id or that of an article in it",
        gives=shapes.StoryItem,
        find=_story,
    ),
    Endpoint(path="/api/v1/feeds", summary="Feeds and how they are", gives=shapes.FeedPage, find=_feeds),
    Endpoint(
        path="/api/v1/alerts",
        summary="Alerts that were told or are owed, newest first",
        gives=shapes.AlertPage,
        find=_alerts,
        parameters=(LIMIT,),
    ),
    Endpoint(
        path="/api/v1/entries",
        summary="Stored entries, newest first",
        gives=shapes.EntryPage,
        find=_entries,
        parameters=(
            Parameter(name="q", about='Words, "words in a row", -unwanted ones and beginnings*.'),
            TOPIC,
            Parameter(name="outlet", about="Only this outlet."),
            Parameter(name="lang", about="Only this language, such as de."),
            LIMIT,
            Parameter(name="before", about='The "next" of the page before.', kind="integer"),
        ),
    ),
)


def routes(site: Site) -> list[Route]:
    return [
        *(Route(endpoint.path, _handler(site, endpoint)) for endpoint in ENDPOINTS),
        Route("/openapi.json", _document(site)),
    ]


def _handler(site: Site, endpoint: Endpoint) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        names = {parameter.name for parameter in endpoint.parameters}
        if unknown := sorted(set(request.query_params) - names):
            raise HTTPException(
                400, f"{unknown[0]}: no such parameter (choices are {', '.join(sorted(names)) or 'none'})"
            )
        given = {one.name: one.read(request.query_params.get(one.name)) for one in endpoint.parameters}
        found = await site.archive.ask(lambda store: endpoint.find(site, store, given | request.path_params))
        return answer(request, as_json(found), "application/json")

    return handle


def _document(site: Site) -> Callable[[Request], Any]:
    body = as_json(document(site.version))

    async def handle(request: Request) -> Response:
        return answer(request, body, "application/json")

    return handle


def document(version: str) -> dict[str, Any]:
    """The endpoints as an OpenAPI 3.1 document."""
    schemas: dict[str, Any] = {"Refusal": {"type": "object", "properties": {"error": {"type": "string"}}}}
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        schema = TypeAdapter(endpoint.gives).json_schema(
            ref_template="#/components/schemas/{model}", mode="serialization"
        )
        schemas |= schema.pop("$defs", {})
        schemas[endpoint.gives.__name__] = schema
        paths[endpoint.path] = {"get": _operation(endpoint)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "watcher", "version": version, "description": "What a watcher found; read-only."},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": one.name, "in": "query", "description": one.about, "schema": _schema(one)}
        for one in endpoint.parameters
    ]
    if "{id}" in endpoint.path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    return {
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": {
            "200": _content("Found.", endpoint.gives.__name__),
            "default": _content("Refused, with the reason.", "Refusal"),
        },
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    bounds = {"minimum": 1} if parameter.kind == "integer" else {}
    bounds |= {"maximum": parameter.most} if parameter.most else {}
    bounds |= {"default": parameter.default} if parameter.default else {}
    return {"type": parameter.kind, **bounds}


def _content(about: str, schema: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": about, "content": {"application/json": {"schema": reference}}}
