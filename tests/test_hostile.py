"""Hostile titles travel the whole way over real HTTP; the real bytes that come out hold nothing that steers anybody."""

import asyncio
import contextlib
import fcntl
import json
import os
import re
import sqlite3
import struct
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.notify.bus import NotificationService, needs_bus, session_bus
from tests.process import ROOT
from tests.test_daemon import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")

PAYLOADS = {
    "rewrites the screen": "\x1b[2J\x1b[H\x1b[31mowned",
    "leaves the alternate screen": "\x1b[?1049l\x1bc\x1b[!p",
    "titles and copies": "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b]8;;http://evil.example\x1b\\x",
    "device control": "\x1bPq#0;2;0;0;0\x1b\\\x1b_Gf=100\x1b\\\x1bXsos\x1b\\\x1b^pm\x1b\\",
    "asks for a report": "\x1b[6n\x1b[c\x1b]11;?\x07\x05",
    "C1 forms": "\x9b2J\x9d0;owned\x9c\x90q\x9c\x85next",
    "overwrites": "safe\b\b\b\bevil\r\x0b\x0cevil\x7f",
    "shifts the character set": "\x0e\x0f\x1b(0",
    "NUL and line ends": "a\x00b\nc\rd\u2028e\u2029f",
    "escaped twice": "&amp;#27;[31m &#27;[31m &#x9b;31m &lt;b&gt;",
    "rich red": "[red]red[/red] [/] [bold",
    "rich link": "[link=file:///etc/passwd]x[/link] [@click=app.bell]y[/]",
    "rich path": "[/Users/kim] :smile: [blink]",
    "bidi": "\u202egpj.exe\u202c \u2066x\u2069 \u200f\u200e\u061c",
    "tags": "\U000e0001\U000e0068\U000e0069\U000e007f",
    "zero width": "a\u200bb\u2060c\ufeffd\u00ade",
    "zalgo": "Z" + "\u0300\u0489\u20dd" * 2000,
    "one long word": "x" * 20_000,
    "surrogates": "\ud800 \udfff \ud83d",
    "noncharacters": "\ufffe\uffff\ufdd0\U0010ffff",
    "format": "%s %n %(x)s {0} {x!r} ${HOME} $(id) `id`",
    "a shell": "; rm -rf ~ | sh && --help -e 'x' \"y\"",
    "SQL": "'; DROP TABLE entry; --",
    "CSV": '=cmd|"/c calc"!A1,"x"',
    "markup of the bubble": "<b>AT&T</b> <img src=file:///etc/passwd> &amp; <a href='javascript:x'>y",
    "interlinear": "\ufff9a\ufffab\ufffb",
}
WORDS = {name: f"zq{chr(97 + number)}wx" for number, name in enumerate(PAYLOADS)}  # one topic for each
BAD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff\U0010fffe\U0010ffff]"
)
# What the dashboard itself says to a terminal: colours, places, clearing, cursor, alternate screen, keys, mouse, pasting,
# and its question for the colour of the ground.
OWN = re.compile(
    rb"\x1b\[[0-9;]*[mHJKABCD]|\x1b\[\?(?:25|1049|2004|1000|1006|1)[hl]|\x1b\[\d* q|\x1b[=>]|\x1b\[>?\d*[utn]|\x1b\]11;\?\x1b\\"
)


def title(name: str) -> str:
    return f"{WORDS[name]} {PAYLOADS[name]} {WORDS[name]}"


def json_feed() -> bytes:
    """JSON can write every character, the impossible ones, too."""
    items = [
        {
            "id": f"{name} {PAYLOADS[name][:50]}", "url": f"https://news.example/{number}?{PAYLOADS[name][:50]}",
            "title": title(name), "summary": PAYLOADS[name] * 2, "content_html": f"<p>{PAYLOADS[name]}</p>",
            "authors": [{"name": PAYLOADS[name]}], "tags": [PAYLOADS[name]], "language": PAYLOADS[name][:20],
            "image": f"javascript:{PAYLOADS[name][:30]}",
        }
        for number, name in enumerate(PAYLOADS)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": PAYLOADS["titles and copies"], "items": items}
    return json.dumps(feed).encode()


def rss_feed() -> bytes:
    """The same with character references, the illegal ones, too; what cannot be referred to is left out."""
    items = []
    for number, name in enumerate(PAYLOADS):
        text = "".join(f"&#{ord(char)};" if not char.isalnum() or ord(char) > 126 else char for char in PAYLOADS[name])
        items.append(f"<item><title>{WORDS[name]}2 {text}</title><guid>{number}</guid><author>{text}</author></item>")
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>&#27;[2J</title>{''.join(items)}</channel></rss>".encode()


def write(folder: Path, server: BadServer) -> None:
    """Every payload is a topic of its own, so each one reaches every channel."""
    stub = folder / "stub.py"
    stub.write_text(f"import sys\nopen({str(folder / 'told')!r}, 'ab').write(sys.stdin.buffer.read() + b'\\n')\n")
    topic = '[[topic]]\nname = "{0}"\nrule = "{1} | {1}2"\nnotify = ["desktop", "stub"]\nthreshold = 0.01\nfetch = "never"\n'
    (folder / "config.toml").write_text(
        '[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\nrobots = false\n'
        '[alerts]\nfirst_run = "notify"\nflood = 1000\n'
        f'[channel.stub]\nkind = "command"\ncommand = ["{sys.executable}", "{stub}"]\n'
        f'[[feed]]\nurl = "{server.url("/json")}"\n[[feed]]\nurl = "{server.url("/rss")}"\n'
        + "".join(topic.format(name, word) for name, word in WORDS.items()),
        encoding="utf-8",
    )


def strings(value: object) -> Iterator[str]:
    """Every text in a value that came from JSON, the keys as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in strings(part))


def assert_clean(text: str, where: str) -> None:
    found = BAD.search(text)
    assert found is None, f"{where}: {found[0]!r} in {text[max(found.start() - 30, 0) : found.end() + 30]!r}"


@pytest.fixture
async def server():
    table = {"/json": [ok(json_feed(), content_type="application/feed+json")], "/rss": [ok(rss_feed())]}
    async with BadServer(table) as server:
        yield server


def command(folder: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "watcher",
        "run",
        "--config",
        str(folder / "config.toml"),
        "--data",
        str(folder),
        *more,
    ]


async def once(folder: Path, *more: str, bus: str = "") -> str:
    """Run to the end; what came out, as text."""
    process = await asyncio.create_subprocess_exec(
        *command(folder, "--once", *more), cwd=ROOT, env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus or "unix:path=/x"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(100):
        out, err = await process.communicate()
    assert err == b""
    return out.decode()


@needs_bus
async def test_json_lines_notifications_channels_and_the_database_hold_only_clean_text(
    tmp_path: Path, server: BadServer
):
    write(tmp_path, server)
    async with session_bus() as bus, NotificationService(address=bus) as service:
        out = await once(tmp_path, "--json", bus=bus)
    for line in out.splitlines():
        for text in strings(json.loads(line)):
            assert_clean(text, "JSON lines")
    told = [json.loads(line) for line in (tmp_path / "told").read_text(encoding="utf-8").split("\n") if line]
    assert {alert["topic"] for alert in told} == set(PAYLOADS), "each payload reached the channels"
    for text in strings(told):
        assert_clean(text, "command")
    assert len(service.notices) >= len(PAYLOADS)
    for notice in service.notices:
        assert_clean(notice.title + notice.body, "notification")
        assert not re.search("<(?!/?[biu]>)", notice.body)
    with contextlib.closing(sqlite3.connect(tmp_path / "watcher.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f"SELECT * FROM {table}"):
                for cell in row:
                    if isinstance(cell, str):
                        assert_clean(cell, table)
        assert database.execute("SELECT count(*) FROM entry").fetchone()[0] == 2 * len(PAYLOADS)


async def test_headless_lines_hold_only_clean_text(tmp_path: Path, server: BadServer):
    write(tmp_path, server)
    out = await once(tmp_path, "--headless")
    assert_clean(out, "lines")
    assert all(word in out for word in WORDS.values())
    assert "[red]red[/red]" in out


async def test_on_a_terminal_nothing_steers_but_the_dashboard_itself(tmp_path: Path, server: BadServer):
    write(tmp_path, server)
    outer, inner = os.openpty()
    fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    process = await asyncio.create_subprocess_exec(
        *command(tmp_path), stdin=inner, stdout=inner, stderr=inner, cwd=ROOT, start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"},
    )  # fmt: skip
    os.close(inner)
    shown, loop = bytearray(), asyncio.get_running_loop()
    loop.add_reader(outer, lambda: shown.extend(_read(outer)))
    try:
        await until(lambda: (tmp_path / "told").exists() and b"zq" in shown, 90)
        for key in (
            b"\r",
            b"\x1b",
            b"j",
            b"\r",
            b"\x1b",
            b"\t",
            b"j",
            b"\t",
            b"j",
            b"j",
            b"\t",
            b"?",
            b"\x1b",
            b"/zqkwx\r",
            b"\x1b",
        ):
            os.write(outer, key)
            await asyncio.sleep(0.3)
        os.write(outer, b"q")
        async with asyncio.timeout(20):
            await process.wait()
    finally:
        loop.remove_reader(outer)
        if process.returncode is None:
            process.kill()
            await process.wait()
        os.close(outer)
    rest = OWN.sub(b"", bytes(shown)).decode()
    assert "zq" in rest
    assert_clean(rest.replace("\r", ""), "terminal")
    for name, payload in PAYLOADS.items():
        raw = payload.encode(errors="surrogatepass")[:200]
        if BAD.search(payload):
            assert raw not in shown, name


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
