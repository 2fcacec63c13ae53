"""How an answer leaves: with an ETag, as 304 where the asker has it, and refusals as JSON."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from watcher.interchange.shapes import plain


def answer(request: Request, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Response:
    """A body that browsers and readers keep and ask for again by its ETag."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", **(headers or {})}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def _has(wanted: str, tag: str) -> bool:
    return wanted.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in wanted.split(","))


def as_json(value: Any) -> bytes:
    """A shape or a plain value as JSON."""
    return json.dumps(plain(value), ensure_ascii=False).encode(errors="replace")


def refusal(status: int, message: str) -> Response:
    return Response(as_json({"error": message}) + b"\n", status_code=status, media_type="application/json")
