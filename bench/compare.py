"""Other readers of feeds on the same feeds in one run: `python -m bench.compare [--feeds 500] [--rounds 5]`.

Each round asks a farm on loopback three times with each program: cold (nothing is known), warm (every feed answers
"not modified"), changed (a tenth of the feeds has two new items of fifty). What is not installed is left out and named.
The programs differ in what they do: watcher also matches the starter's rules, keeps decisions and tells; reader stores
and searches nothing; newsboat sends no validators; rss2email writes mails that are not sent; sfeed writes lines.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.farm import site
from bench.measure import Cost, machine, run

ROOT: Final = Path(__file__).resolve().parent.parent
RIVALS: Final = Path(__file__).resolve().parent / "rivals"
STAGES: Final = ("cold", "warm", "changed")
PORT: Final = 8871


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One that asks feeds; `prepare` writes its configuration into a folder and is not measured."""

    name: str
    needs: str  # the program, or the module of the Python for rivals
    prepare: Callable[[Path, Sequence[str]], None]
    command: Callable[[Path], Sequence[str]]
    env: Callable[[Path], Mapping[str, str]] = lambda _: {}


@dataclass(slots=True)
class Rows:
    """What was measured, by stage and program."""

    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    asked: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)


def programs(python: str) -> list[Program]:
    """All of them; `python` has reader, aiohttp and fastfeedparser."""
    return [
        Program(name="watcher", needs=sys.executable, prepare=_watcher, command=_watch),
        Program(
            name="reader",
            needs=python,
            prepare=lambda folder, urls: _add_to_reader(python, folder, urls),
            command=lambda folder: [python, str(RIVALS / "asking_reader.py"), str(folder / "reader.db"), "update"],
        ),
        Program(
            name="newsboat",
            needs="newsboat",
            prepare=_newsboat,
            command=lambda _: ["newsboat", "-u", "urls.txt", "-c", "cache.db", "-C", "newsboat.conf", "-x", "reload"],
            env=lambda folder: {"HOME": str(folder)},
        ),
        Program(
            name="rss2email",
            needs="r2e",
            prepare=_rss2email,
            command=lambda _: ["r2e", "-c", "r2e.cfg", "-d", "r2e.json", "run", "--no-send"],
        ),
        Program(name="sfeed", needs="sfeed_update", prepare=_sfeed, command=lambda _: ["sfeed_update", "sfeedrc"]),
        Program(
            name="fetch alone", needs=python, prepare=_urls, command=lambda folder: _floor(python, folder, "fetch")
        ),
        Program(
            name="fetch, parse, store",
            needs=python,
            prepare=_urls,
            command=lambda folder: _floor(python, folder, "parse"),
        ),
    ]


def _floor(python: str, folder: Path, verb: str) -> list[str]:
    return [python, str(RIVALS / "floor.py"), str(folder), verb]


def _urls(folder: Path, urls: Sequence[str]) -> None:
    (folder / "urls.txt").write_text("\n".join(urls) + "\n")


def _watcher(folder: Path, urls: Sequence[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "watcher", "init", str(folder / "config.toml")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    starter = (folder / "config.toml").read_text("utf-8")
    topics = starter[starter.index("[[topic]]") :].split("[[feed]]")[0]
    feeds = "".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    (folder / "config.toml").write_text(f'[http]\nallow_private = ["127.0.0.0/8"]\n{topics}\n{feeds}', "utf-8")


def _watch(folder: Path) -> list[str]:
    own = ["--config", str(folder / "config.toml"), "--data", str(folder / "data")]
    return [sys.executable, "-m", "watcher", "run", "--once", "--headless", *own]


def _add_to_reader(python: str, folder: Path, urls: Sequence[str]) -> None:
    _urls(folder, urls)
    add = [python, str(RIVALS / "asking_reader.py"), str(folder / "reader.db"), "add", str(folder / "urls.txt")]
    subprocess.run(add, check=True, capture_output=True)


def _newsboat(folder: Path, urls: Sequence[str]) -> None:
    _urls(folder, urls)
    (folder / "newsboat.conf").write_text("reload-threads 32\n")


def _rss2email(folder: Path, urls: Sequence[str]) -> None:
    feeds = "".join(f"[feed.farm{number}]\nurl = {url}\nto = a@example.org\n\n" for number, url in enumerate(urls))
    (folder / "r2e.cfg").write_text(f"[DEFAULT]\nto = a@example.org\n\n{feeds}")


def _sfeed(folder: Path, urls: Sequence[str]) -> None:
    feeds = "".join(f'  feed "farm{number}" "{url}"\n' for number, url in enumerate(urls))
    (folder / "sfeedrc").write_text(f'sfeedpath="{folder}/sfeeds"\nmaxjobs=32\nfeeds() {{\n{feeds}}}\n')


@contextmanager
def farm(feeds: int, items: int = 50, port: int = PORT, *extra: str) -> Iterator[str]:
    """A farm that answers; gives its address."""
    command = [sys.executable, "-m", "bench.farm", "--feeds", str(feeds), "--items", str(items), "--port", str(port)]
    process = subprocess.Popen([*command, *extra], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        if process.stdout.readline() != b"ready\n":
            sys.exit("the farm did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def ask(url: str) -> bytes:
    """What the farm says at an address."""
    with urllib.request.urlopen(url, timeout=120) as reply:
        found: bytes = reply.read()
        return found


def available(program: Program) -> bool:
    """Whether it is installed here."""
    return shutil.which(program.needs) is not None


def compare(chosen: Sequence[Program], *, feeds: int, rounds: int, base: str, urls: Sequence[str]) -> Rows:
    """Ask with each program in turn, round by round, so that all meet the same weather."""
    rows = Rows()
    for number in range(rounds):
        for program in chosen:
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                program.prepare(folder, urls)
                for stage in STAGES:
                    if stage == "changed":
                        ask(f"{base}/control/advance?share=0.1&new=2")
                    ask(f"{base}/control/reset")
                    cost = run(program.command(folder), folder=folder, env=program.env(folder))
                    rows.costs.setdefault((stage, program.name), []).append(cost)
                    rows.asked[stage, program.name] = json.loads(ask(f"{base}/counts"))
                    print(
                        f"round {number + 1}, {feeds} feeds, {stage:8}{program.name:20}{cost.wall:8.2f} s wall{cost.cpu:8.2f} s CPU{cost.peak:6.0f} MB",
                        file=sys.stderr,
                        flush=True,
                    )
    return rows


def table(rows: Rows, names: Sequence[str], feeds: int) -> str:
    """The medians as Markdown."""
    lines = [
        f"### {feeds} feeds × 50 items",
        "",
        "| | program | wall s | CPU s | CPU ms a feed | peak MB | requests | not modified | MB sent |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for stage in STAGES:
        for name in names:
            cost, asked = Cost.typical(rows.costs[stage, name]), rows.asked[stage, name]
            lines.append(
                f"| {stage} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {1000 * cost.cpu / feeds:.2f} | {cost.peak:.0f} "
                f"| {asked.get('requests', 0)} | {asked.get('not modified', 0)} | {asked.get('bytes', 0) / 1e6:.1f} |"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", default=str(ROOT / ".venv-rivals/bin/python"), help="has the rivals of PyPI")
    parser.add_argument("--only", help="names of programs, parted by commas")
    asked = parser.parse_args()
    began = time.strftime("%Y-%m-%d")
    wanted = [one for one in programs(asked.python) if not asked.only or one.name in asked.only.split(",")]
    chosen = [program for program in wanted if available(program)]
    with farm(asked.feeds) as base:
        urls = [f"{site(feed, PORT)}/feed/{feed}" for feed in range(asked.feeds)]
        rows = compare(chosen, feeds=asked.feeds, rounds=asked.rounds, base=base, urls=urls)
    print(f"{began}, {machine()}; medians of {asked.rounds} rounds\n")
    print(table(rows, [program.name for program in chosen], asked.feeds))
    missing = [program.name for program in wanted if program not in chosen]
    if missing:
        print(f"\nnot installed here: {', '.join(missing)}")


if __name__ == "__main__":
    main()
