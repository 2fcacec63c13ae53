"""Why a fetch failed: exceptions and statuses to FetchError, and when the server wants to be asked again."""

import http
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from watcher.errors import FetchError, FetchFault

_DAY = timedelta(days=1)

# Looked up along an exception's own ancestry, so the most specific row decides.
EXCEPTIONS: Mapping[type[Exception], FetchFault] = {
    httpx.InvalidURL: FetchFault.ADDRESS,
    httpx.UnsupportedProtocol: FetchFault.ADDRESS,
    httpx.LocalProtocolError: FetchFault.ADDRESS,
    httpx.TimeoutException: FetchFault.TIMEOUT,
    httpx.NetworkError: FetchFault.CONNECT,
    httpx.ProxyError: FetchFault.CONNECT,
    httpx.ProtocolError: FetchFault.PROTOCOL,
    httpx.DecodingError: FetchFault.ENCODING,
    httpx.TooManyRedirects: FetchFault.REDIRECTS,
    httpx.HTTPStatusError: FetchFault.STATUS,
    httpx.HTTPError: FetchFault.PROTOCOL,
    httpx.StreamError: FetchFault.PROTOCOL,
    httpx.CookieConflict: FetchFault.PROTOCOL,
    socket.gaierror: FetchFault.DNS,
    ssl.SSLError: FetchFault.TLS,
    TimeoutError: FetchFault.TIMEOUT,
    OSError: FetchFault.CONNECT,
    UnicodeError: FetchFault.ADDRESS,  # a label of a host name that is empty or too long
}

_WORDS: Mapping[FetchFault, str] = {
    FetchFault.ADDRESS: "is not an address that can be asked",
    FetchFault.DNS: "is not known to the name server",
    FetchFault.CONNECT: "cannot be reached, or broke off",
    FetchFault.TLS: "does not prove who it is",
    FetchFault.TIMEOUT: "took too long",
    FetchFault.PROTOCOL: "does not speak proper HTTP",
    FetchFault.ENCODING: "sent a body that cannot be inflated",
    FetchFault.REDIRECTS: "redirects too often",
}

# 420 was Twitter's, 430 is Shopify's, 509 that of shared hosts, 529 means "overloaded".
THROTTLING = frozenset({420, 429, 430, 509, 529})
_STATUSES: Mapping[int, FetchFault] = {
    **dict.fromkeys((401, 402, 403, 407, 451), FetchFault.REFUSED),
    404: FetchFault.MISSING,
    410: FetchFault.GONE,
    **dict.fromkeys(THROTTLING, FetchFault.THROTTLED),
}
_PHRASES = {204: "no content", 206: "a part of the whole", 304: "unchanged, though nothing was known", 403: "forbidden"}
_PHRASES[451] = "refused for legal reasons"


def of_exception(error: Exception, host: str) -> FetchError:
    """A foreign exception in our words; the original's own text stays, made harmless."""
    kind = next(EXCEPTIONS[ancestor] for ancestor in type(error).__mro__ if ancestor in EXCEPTIONS)
    detail = harmless(str(error)) or type(error).__name__
    return FetchError(kind, f"{harmless(host)} {_WORDS.get(kind, 'failed')}: {detail}")


def of_status(status: int, host: str, retry_after: timedelta | None = None, *, throttles: bool = False) -> FetchError:
    """A status that is no answer. `throttles` says that the host lately sent 429: its 403 means the same."""
    kind = _STATUSES.get(status, FetchFault.SERVER if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR else None)
    if throttles and status == http.HTTPStatus.FORBIDDEN:
        kind = FetchFault.THROTTLED
    phrase = _PHRASES.get(status) or _phrase(status)
    message = f"{harmless(host)} answers {status}" + (f" ({phrase})" if phrase else "")
    return FetchError(kind or FetchFault.STATUS, message, status=status, retry_after=retry_after)


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase.lower()
    except ValueError:
        return ""


def harmless(text: str, most: int = 200) -> str:
    """Foreign text for a message: bounded, and without anything that a terminal or a log would obey."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)


def retry_after(status: int, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """When the server wants to be asked again, at most a day from now; None if it does not say.

    Retry-After comes as seconds or as a date (RFC 9110, section 10.2.3); x-ratelimit-reset as seconds from now
    (Reddit), or as a Unix time in seconds or milliseconds (GitHub and others), who send it with every answer.
    """
    limited = status in THROTTLING or status in (http.HTTPStatus.FORBIDDEN, http.HTTPStatus.SERVICE_UNAVAILABLE)
    for name in ("retry-after", "ratelimit-reset", "x-ratelimit-reset") if limited else ("retry-after",):
        wait = _wait(headers.get(name, "").strip(), now)
        if wait is not None:
            return max(timedelta(0), min(wait, _DAY))
    return None


def _wait(value: str, now: datetime) -> timedelta | None:
    number = value.partition(".")[0]
    if number.isascii() and number.isdigit():
        seconds = int(number[:18])  # ten thousand digits are seconds beyond counting, too
        for unit in (1000, 1):
            if seconds > 1_000_000_000 * unit:
                seconds = max(0, seconds // unit - int(now.timestamp()))
                break
        return timedelta(seconds=min(seconds, _DAY.total_seconds()))
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return (then if then.tzinfo else then.replace(tzinfo=UTC)) - now
