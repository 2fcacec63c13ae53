"""The server: uvicorn on a socket that is already open, with bounds on what one asker may hold."""

import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

CONNECTIONS = 100  # at once; more are told to come back
IDLE = 5  # seconds that a connection may wait for its next request
HEAD = 16_384  # bytes of a request's head


def run(app: ASGIApp, listening: socket.socket, announce: Callable[[], None]) -> None:
    """Announce that it is up, then serve until SIGINT or SIGTERM, which are an orderly end."""
    server = uvicorn.Server(_config(app))

    def stop(*_: object) -> None:
        server.should_exit = True

    # uvicorn answers these itself and raises them anew once it has ended, for whoever had them before.
    before = {kind: signal.signal(kind, stop) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        announce()
        server.run(sockets=[listening])
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,  # the log has its own home
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=HEAD,
        http="h11",
        loop="asyncio",
        proxy_headers=False,  # who asks is told by nobody but the socket
    )
