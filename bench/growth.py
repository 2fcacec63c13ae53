"""Whether a feed costs the same among a hundred and among twenty thousand: `python -m bench.growth [feeds …]`.

Feeds of ten items; one cold and three warm runs of the real program at each size, and a plot in docs form on demand:
`python -m bench.growth --plot bench/growth.svg`.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.compare import PORT, _watch, _watcher, ask, farm
from bench.farm import site
from bench.measure import Cost, machine, run

SIZES: Final = (100, 500, 2_000, 20_000)
ITEMS: Final = 10
WARM: Final = 3  # runs
WIDTH, HEIGHT, EDGE = 640, 300, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one size cost."""

    feeds: int
    cold: Cost
    warm: Cost

    def each(self, cost: Cost) -> float:
        """CPU milliseconds a feed."""
        return 1000 * cost.cpu / self.feeds


def measure(feeds: int) -> Point:
    """Ask so many feeds, first without and then with knowledge of them."""
    with farm(feeds, ITEMS) as base, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _watcher(folder, [f"{site(feed, PORT)}/feed/{feed}" for feed in range(feeds)])
        cold = run(_watch(folder), folder=folder)
        warm = [run(_watch(folder), folder=folder) for _ in range(WARM)]
        counts = json.loads(ask(f"{base}/counts"))
        assert counts["requests"] == feeds * (1 + WARM)
        assert (
            counts["not modified"] >= feeds * WARM * 0.99
        )  # once a day, at a minute of its own, a feed is asked for everything
        return Point(feeds=feeds, cold=cold, warm=Cost.typical(warm))


def plot(points: Sequence[Point]) -> str:
    """CPU a feed over the number of feeds, as SVG; sizes stand at even distances."""
    most = max(max(point.each(point.cold), point.each(point.warm)) for point in points) * 1.1
    step = (WIDTH - 2 * EDGE) / max(len(points) - 1, 1)

    def line(values: Sequence[float], colour: str, name: str) -> str:
        spots = [
            (EDGE + n * step, HEIGHT - EDGE - value / most * (HEIGHT - 2 * EDGE)) for n, value in enumerate(values)
        ]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in spots)
        labels = "".join(
            f'<text x="{x:.0f}" y="{y - 8:.0f}" text-anchor="middle">{value:.1f}</text>'
            for (x, y), value in zip(spots, values, strict=True)
        )
        return (
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{labels}'
            f'<text x="{spots[-1][0]:.0f}" y="{spots[-1][1] + 16:.0f}" text-anchor="end" fill="{colour}">{name}</text>'
        )

    sizes = "".join(
        f'<text x="{EDGE + n * step:.0f}" y="{HEIGHT - EDGE + 20}" text-anchor="middle">{point.feeds:,}</text>'
        for n, point in enumerate(points)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{EDGE}" y="24">CPU milliseconds a feed, by number of feeds</text>'
        f'<line x1="{EDGE}" y1="{HEIGHT - EDGE}" x2="{WIDTH - EDGE}" y2="{HEIGHT - EDGE}" stroke="#888"/>{sizes}'
        + line([point.each(point.cold) for point in points], "#b3541e", "cold")
        + line([point.each(point.warm) for point in points], "#1e6fb3", "warm")
        + "</svg>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--plot", type=Path, help="where to draw it")
    asked = parser.parse_args()
    print(f"{machine()}; feeds of {ITEMS} items; warm: median of {WARM}\n")
    print(
        "| feeds | cold, CPU ms a feed | warm, CPU ms a feed | cold s | warm s | peak MB |\n|---:|---:|---:|---:|---:|---:|"
    )
    points = []
    for size in asked.sizes:
        point = measure(size)
        points.append(point)
        print(
            f"| {size:,} | {point.each(point.cold):.2f} | {point.each(point.warm):.2f} | {point.cold.wall:.1f} "
            f"| {point.warm.wall:.1f} | {point.cold.peak:.0f} |",
            flush=True,
        )
    if asked.plot:
        asked.plot.write_text(plot(points), "utf-8")


if __name__ == "__main__":
    main()
