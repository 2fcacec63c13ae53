"""All benchmarks of the whole program, one after the other, into bench/RESULTS.md: `python -m bench.results [name …]`.

Takes about an hour on two cores. Without rivals on the machine their rows are missing; `make rivals` installs those of
PyPI, the others are Debian packages: newsboat, rss2email, sfeed.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from bench.measure import machine

HERE: Final = Path(__file__).resolve().parent
PARTS: Final = {
    "compare-500": ("Beside other readers: 500 feeds", ["bench.compare", "--feeds", "500", "--rounds", "5"]),
    "compare-2000": ("Beside other readers: 2,000 feeds", ["bench.compare", "--feeds", "2000", "--rounds", "3"]),
    "growth": ("Growth", ["bench.growth", "--plot", str(HERE / "growth.svg")]),
    "latency": ("From the answer to the bus", ["bench.latency"]),
    "idle": ("While little happens", ["bench.idle"]),
    "matching": ("Rules", ["bench.matching"]),
    "stories": ("Stories", ["bench.stories"]),
    "dashboard": ("The dashboard", ["bench.dashboard"]),
}


def section(name: str) -> str:
    """Run one benchmark; what it prints, under its heading. A failure is told as one."""
    title, command = PARTS[name]
    shown = " ".join(part if not part.startswith("/") else f"bench/{Path(part).name}" for part in command)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=HERE.parent, capture_output=True, text=True, check=False
    )
    body = done.stdout if done.returncode == 0 else f"failed: {done.stderr.strip().splitlines()[-1:]}"
    fenced = body if "|---" in body else f"```\n{body.strip()}\n```\n"
    return f"## {title}\n\n`python -m {shown}`, {time.strftime('%Y-%m-%d %H:%M')}\n\n{fenced.strip()}\n"


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.exit(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    kept = HERE / "RESULTS.md"
    old = kept.read_text("utf-8") if kept.exists() else ""
    found = {part.split("\n", 1)[0]: part for part in old.split("## ")[1:]}
    for name in wanted:
        print(name, file=sys.stderr, flush=True)
        new = section(name)
        found[new.removeprefix("## ").split("\n", 1)[0]] = new.removeprefix("## ") + "\n"
        order = [title for title, _ in PARTS.values() if title in found]
        head = f"# Results\n\nWritten by `python -m bench.results` on {machine()}.\n\n"
        kept.write_text(head + "".join(f"## {found[title].rstrip()}\n\n" for title in order), "utf-8")


if __name__ == "__main__":
    main()
