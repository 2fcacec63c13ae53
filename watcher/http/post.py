"""Hands a body to an address that a person named: an alert to a webhook or a push service.

The guard and the bounds are those of fetching, and so is the translation of errors. Manners are not: a webhook is asked
as often as there are alerts, and never redirected, for who redirects a POST either drops its body or hands it to others.
"""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes

import httpx

from watcher.errors import FetchError, FetchFault
from watcher.http import faults
from watcher.http.address import Address, parse
from watcher.http.journey import REDIRECTS
from watcher.http.transport import Transport

_ANSWER = 64 * 1024  # bytes of an answer that are read, so that the other side sees its answer taken
_TAKEN = range(200, 300)


async def post(
    transport: Transport, url: str, body: bytes, headers: Mapping[str, str], *, agent: bytes, deadline: float
) -> None:
    """Send a body and wait until it was taken; raise FetchError for anything but a 2xx within the deadline (seconds)."""
    address = _parsed(url)
    host = faults.harmless(address.host)
    try:
        async with asyncio.timeout(deadline):
            response = await transport.ask("POST", address, _headers(address, headers, agent), body)
            try:
                _check(response, host)
                await _drain(response)
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise FetchError(FetchFault.TIMEOUT, f"{host} did not take it within {deadline:g} s") from error
    except tuple(faults.EXCEPTIONS) as error:
        raise faults.of_exception(error, host) from error


def _headers(address: Address, headers: Mapping[str, str], agent: bytes) -> dict[bytes, bytes]:
    every = {b"user-agent": agent, b"accept": b"*/*", b"connection": b"close"}
    if address.userinfo:
        every[b"authorization"] = b"Basic " + b64encode(unquote_to_bytes(address.userinfo))
    named = {name.lower().encode(): value.encode() for name, value in headers.items()}
    return every | named


def _parsed(url: str) -> Address:
    """The address, which may be a secret: no message shows it."""
    try:
        return parse(url)
    except FetchError:
        raise FetchError(FetchFault.ADDRESS, "the address is none of the web (http or https)") from None


def _check(response: httpx.Response, host: str) -> None:
    status = response.status_code
    if status in REDIRECTS:
        raise FetchError(FetchFault.REDIRECTS, f"{host} redirects ({status}); name the address that it leads to")
    if status not in _TAKEN:
        wait = faults.retry_after(status, response.headers, datetime.now(UTC))
        raise faults.of_status(status, host, wait)


async def _drain(response: httpx.Response) -> None:
    read = 0
    async for piece in response.aiter_raw():
        read += len(piece)
        if read > _ANSWER:
            return
