"""The tutorial does what it says: its files are saved, its commands run, its output is compared."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.badserver import BadServer, ok
from tests.parts import page, rss

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"[Ss]ave this as `([\w.]+)`|[Aa]nd this as `([\w.]+)`")
OLD = {"title": "Cheese fair opens in the old town", "guid": "1"}
NEWS = {"title": "Undersea cable off Gotland damaged, navy suspects sabotage", "guid": "2"}
FEEDS = {
    "https://feeds.bbci.co.uk/news/world/rss.xml": [[ok(rss([OLD]))], [ok(rss([NEWS, OLD]))]],
    "https://www.tagesschau.de/index~rss2.xml": [[ok(rss([{"title": "Käsemarkt", "guid": "3"}]))]],
}


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Each block with its language, and the name under which it is to be saved, if it is."""
    end = 0
    for block in BLOCK.finditer(text):
        names = SAVED.findall(text[end : block.start()])
        yield block[1], "".join(names[-1]) if names else "", block[2]
        end = block.end()


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it should print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def is_like(said: str, expected: str) -> bool:
    """Whether an output is as expected; "…" stands for anything."""
    wanted = "(?s:.*)".join(re.escape(piece) for piece in expected.strip().split("…"))
    return re.fullmatch(wanted, said.strip()) is not None


def asked_here(block: str, server: BadServer) -> str:
    """A file of the tutorial with the addresses of its feeds replaced by ours."""
    local = block
    for number, address in enumerate(FEEDS):
        local = local.replace(address, server.url(f"/{number}"))
    changed = '[http]\nallow_private = ["127.0.0.1"]\ngap = "0s"\nrobots = false\n' if local != block else ""
    return changed + local


async def run(command: str, folder: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=folder,
        env={**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder),
             "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"},
    )  # fmt: skip
    async with asyncio.timeout(60):
        out, _ = await process.communicate()
    assert process.returncode in (0, 1), out.decode()
    return out.decode()


@pytest.fixture
async def folder(tmp_path: Path):
    if sys.platform == "win32":
        pytest.skip("the tutorial is written for a POSIX shell")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "watcher"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m watcher "$@"\n')
    program.chmod(0o755)
    return tmp_path


async def test_the_tutorial_goes_as_it_says(folder: Path):
    """Its feeds are asked for on this machine instead; nothing else of it is changed."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    article = ok(page(f"{NEWS['title']}."), content_type="text/html")
    async with BadServer(
        {f"/{n}": turns for n, turns in enumerate(FEEDS.values())} | {"/article": [article]}
    ) as server:
        ran = 0
        for language, name, block in blocks(text):
            if name:
                (folder / name).write_text(asked_here(block, server), encoding="utf-8")
                continue
            assert language == "console", block
            for command, expected in commands(block):
                said = await run(command, folder)
                assert is_like(said, expected), f"$ {command}\n{said}\n--- expected\n{expected}"
                ran += 1
        assert ran >= 12
        assert NEWS["title"] in await run("watcher stories --data cables", folder)
