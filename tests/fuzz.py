"""Looks for bytes that break the readers of feeds, pages and compressed bodies: `make fuzz`, for as long as it is let.

atheris measures which lines an input reaches and changes it so that it reaches others. It is at home on Linux and knows
few versions of Python, so it has an environment of its own and no part in the suite, where hypothesis does the same by
chance alone. Options of libFuzzer go in ARGS: `make fuzz ARGS="-max_total_time=600"`. What breaks a reader is written to
a file in .fuzz; with its name as an argument the same bytes are tried again.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # it is in no other environment

with atheris.instrument_imports(include=["watcher.core", "watcher.http.body", "feedparser"]):
    from watcher.core.feeds import parse
    from watcher.core.model import Feed, Reply
    from watcher.core.pages import read
    from watcher.errors import WatcherError
    from watcher.http.body import inflate

from tests import test_hazards as hazards

FEED = Feed(url="https://outlet.example/feed")
PAGE = "https://outlet.example/article"


def _answer(content_type: str, url: str, body: bytes) -> Reply:
    return Reply(url=url, status=200, headers=(("content-type", content_type),), body=body)


# The first byte of an input says who reads the others, and as what.
READERS: tuple[Callable[[bytes], object], ...] = (
    lambda body: parse(_answer("application/rss+xml", FEED.url, body), FEED),
    lambda body: parse(_answer("text/xml; charset=windows-1251", FEED.url, body), FEED),
    lambda body: parse(_answer("application/feed+json", FEED.url, body), FEED),
    lambda body: read(_answer("text/html", PAGE, body)),
    lambda body: inflate(body, ["gzip", "deflate"], 1_000_000),
)


def attempt(given: bytes) -> None:
    """Whatever the bytes, a value or a WatcherError comes of them; how long it may take is libFuzzer's `-timeout`."""
    if given:
        with suppress(WatcherError):
            READERS[given[0] % len(READERS)](given[1:])


def seeds() -> list[bytes]:
    """The hostile bodies of tests/test_hazards.py that are small, for each reader."""
    cases = [
        case for table in (hazards.XML, hazards.CHARSETS, hazards.HTTP, hazards.COMPRESSION) for case in table.values()
    ]
    sent = [
        b"".join(step for step in case.answer if isinstance(step, bytes)) for case in cases if not callable(case.answer)
    ]
    bodies = {whole.partition(b"\r\n\r\n")[2] for whole in sent}
    return [bytes([number]) + body for body in bodies if len(body) < 20_000 for number in range(len(READERS))]


def main() -> None:
    found = Path(".fuzz")
    found.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = ["-timeout=20", "-rss_limit_mb=1500", "-max_len=20000", f"-artifact_prefix={found}/", *sys.argv[1:]]
        again = any(not option.startswith("-") for option in sys.argv[1:])  # bytes that were found before
        atheris.Setup([sys.argv[0], *options, *(() if again else (corpus,))], attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
