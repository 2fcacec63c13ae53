"""How an answer leaves: with an ETag, as 304 where the asker has it, and refusals as JSON."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response


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
    """A dataclass or a plain value as JSON; times are ISO 8601."""
    plain = value if isinstance(value, dict) else asdict(value)
    return json.dumps(plain, ensure_ascii=False, default=_plain).encode(errors="replace")


def _plain(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def refusal(status: int, message: str) -> Response:
    return Response(as_json({"error": message}) + b"\n", status_code=status, media_type="application/json")
