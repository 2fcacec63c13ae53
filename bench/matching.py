"""How many documents a second rules are tried on, at 1 to 100,000 rules; compile times, memory, a cold start.

    python -m bench.matching                    # 1, 100 and 10,000 rules
    python -m bench.matching --all              # 100,000, too: minutes, and some gigabytes
    python -m bench.matching --file items.jsonl # classifications a second of the starter topic on JSON lines

CPU seconds, medians of five runs over 140 texts of 4 kB in fourteen languages; every size in a process of its own.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

RUNS = 5
TEXTS = 140
SIZES = (1, 100, 10_000)
LARGEST = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--rules", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rules is not None:
        _matching(options.rules)
    elif options.file is not None:
        _classifying(options.file)
    else:
        print(f"{'rules':>8} {'documents/s':>12} {'first pass/s':>13} {'matches each':>13} {'compile s':>10} {'MB':>6}")
        for size in (*SIZES, LARGEST) if options.all else SIZES:
            subprocess.run([sys.executable, "-m", "bench.matching", "--rules", str(size)], check=True)
        _starter()
        _cold()


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    before = time.process_time()
    work()
    return time.process_time() - before


def _matching(size: int) -> None:
    from bench.texts import NOW, corpus
    from watcher.core.rules import compile_rules

    made = corpus(TEXTS, size)
    before = time.process_time()
    rules = compile_rules(made.topics, {})
    compiled = time.process_time() - before

    def read() -> int:
        return sum(len(rules.judge(article, now=NOW)) for article in made.articles)

    first = seconds(read)
    best = statistics.median(seconds(read) for _ in range(RUNS))
    row = f"{size:>8,} {TEXTS / best:>12,.0f} {TEXTS / first:>13,.0f} {read() / TEXTS:>13.2f} {compiled:>10.2f}"
    print(f"{row} {_megabytes():>6,.0f}", flush=True)


def _megabytes() -> float:
    """The most memory that this process has held."""
    try:
        import resource
    except ImportError:  # Windows has no such count
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def _starter() -> None:
    """Compiling what the starter asks for, as `load` does it, apart from reading the file."""
    code = (
        "import time; from watcher.config import starter_text, load_text; import watcher.core.rules;"
        "t = time.process_time(); load_text(starter_text(), source=''); print(time.process_time() - t)"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in range(RUNS)
    ]
    print(f"starter configuration, loaded and compiled: {statistics.median(times) * 1e3:.0f} ms")


def _cold() -> None:
    """The whole of `watcher classify` on one line, by the clock on the wall."""
    item = json.dumps({"title": "Nordkoreas Soldaten in Russland", "body": "Nordkorea schickt Soldaten. " * 40})
    times = []
    for _ in range(RUNS):
        before = time.perf_counter()
        command = [sys.executable, "-m", "watcher", "classify", "-"]
        subprocess.run(command, input=item.encode(), capture_output=True, check=True)
        times.append(time.perf_counter() - before)
    print(f"cold classify of one line: {statistics.median(times):.2f} s")


def _classifying(file: Path) -> None:
    from watcher.cli.items import articles
    from watcher.config import load

    rules, now = load(None).rules, datetime.now(UTC)
    read = list(articles(str(file), now))
    first = seconds(lambda: [rules.judge(article, now=now) for article in read])
    best = statistics.median(seconds(lambda: [rules.judge(article, now=now) for article in read]) for _ in range(RUNS))
    print(f"{len(read)} articles: {len(read) / best:,.0f}/s, {len(read) / first:,.0f}/s the first time")


if __name__ == "__main__":
    main()
