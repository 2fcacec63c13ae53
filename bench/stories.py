"""How much time of a processor one article takes to find its story among 1,000, 10,000 and 100,000 live ones: `python -m bench.stories`."""

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from watcher.core.model import Article, Decision, Entry, Member, Story
from watcher.core.stories import LiveStories
from watcher.core.stories.likeness import vector
from watcher.data.concept_lists import load_concepts

START = datetime(2026, 3, 2, tzinfo=UTC)
KINDS = [("c", 300, 8), ("g", 200, 3), ("p", 100, 1), ("n", 3_000, 3), ("s", 40_000, 8), ("w:en", 40_000, 14)]
TITLE = "Drone attack sets refinery in Samara region on fire, two workers injured"
ROUNDS = 200


def main(sizes: list[int]) -> None:
    chance = random.Random(1)
    live = LiveStories(load_concepts())
    for size in sizes:
        live = LiveStories(load_concepts(), (story(chance, str(number)) for number in range(size)))
        articles = [member(chance, f"new{number}") for number in range(ROUNDS)]
        times = sorted(found(live, one) for one in articles)
        print(f"{size:>7} live stories: median {times[ROUNDS // 2]:.2f} ms, slowest {times[-1]:.2f} ms")
    began = time.process_time()
    for _ in range(ROUNDS):
        live.join(decision())
    print(f"a whole join with reading its title: {(time.process_time() - began) / ROUNDS * 1e3:.2f} ms")


def found(live: LiveStories, one: Member) -> float:
    """Milliseconds to find the story of a member whose features are known."""
    began = time.process_time()
    live.find(vector(one))
    return (time.process_time() - began) * 1e3


def story(chance: random.Random, name: str) -> Story:
    members = tuple(member(chance, f"{name}-{number}") for number in range(chance.choice((1, 1, 1, 2, 4))))
    return Story(id=name, title=name, topics=("T",), members=members)


def member(chance: random.Random, entry: str) -> Member:
    """An article with features as frequent as words are: a few everywhere, most of them rare (Zipf)."""
    names = {f"{kind}:{int(most ** chance.random())}" for kind, most, some in KINDS for _ in range(some)}
    at = START + timedelta(hours=chance.random() * 160)
    features = tuple(sorted((name, round(chance.uniform(0.3, 1), 2)) for name in names))
    return Member(entry=entry, outlet="Outlet", title=entry, published=at, first_seen=at, features=features)


def decision() -> Decision:
    entry = Entry(id="e", feed="f", outlet="Outlet", title=TITLE, lang="en", published=START, first_seen=START)
    return Decision(article=Article(entry=entry), decided_at=START)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
