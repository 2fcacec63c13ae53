"""How long a report of so many matches takes, and comparing two versions of an article: `python -m bench.report 10000`."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.cli.report import page
from watcher.core.edits import compare
from watcher.core.model import (
    Answer,
    Article,
    Citation,
    Decision,
    Entry,
    Feed,
    Member,
    PageState,
    Plan,
    Story,
    Verdict,
)
from watcher.core.report import Asked
from watcher.store import open_store

LANGS = (("de", "DE"), ("en", "GB"), ("ko", "KR"), ("ru", "RU"), ("ja", "JP"), ("fr", "FR"), ("ar", "LB"), ("zh", "CN"))
FEEDS = 300
DAYS = 60
CITED = (Citation(source="KCNA", kind="state-media", sentence="The state agency KCNA says so."),)


def main(size: int) -> None:
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "watcher.db")
        store.register([Feed(url=f"https://{number}.example/feed") for number in range(FEEDS)])
        for story in stories(chance, size):
            store.commit(Plan(decisions=tuple(map(decision, story.members)), stories=(story,)))
        pieces: list[str] = []
        taken = cpu(lambda: pieces.extend(page(store, Asked())))
        print(f"report of {size:,} matches: {taken:.2f} s, {len(''.join(pieces).encode()) / 1e6:.1f} MB")
        store.close()
    for name, before, after in versions(chance):
        taken = min(cpu(lambda before=before, after=after: compare(("", before), ("", after))) for _ in range(3))  # type: ignore[misc]  # mypy does not infer it
        print(f"comparing {name}: {taken * 1e3:.1f} ms")


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def stories(chance: random.Random, size: int) -> list[Story]:
    """Stories of one to twelve articles, spread over two months."""
    made, number, now = [], 0, datetime.now(UTC)
    while number < size:
        begun = now - timedelta(days=chance.random() * DAYS)
        count = min(1 + int(chance.expovariate(0.35)), 12, size - number)
        times = sorted(min(now, begun + timedelta(minutes=chance.expovariate(1 / 90))) for _ in range(count))
        members = tuple(member(chance, number + place, at) for place, at in enumerate(times))
        number += count
        made.append(Story(id=f"s{number}", title=members[0].title, topics=("Topic",), members=members, score=0.7))
    return made


def member(chance: random.Random, number: int, at: datetime) -> Member:
    feed = chance.randrange(FEEDS)
    lang, country = LANGS[feed % len(LANGS)]
    return Member(
        entry=f"e{number}",
        outlet=f"Outlet {feed}",
        title=f"A delegation leaves for Moscow, number {number}",
        url=f"https://{feed}.example/{number}",
        lang=lang,
        country=country,
        published=at,
        first_seen=at,
        citations=CITED if chance.random() < 0.5 else (),
    )


def decision(member: Member) -> Decision:
    entry = Entry(
        id=member.entry,
        feed=f"https://{member.outlet.partition(' ')[2]}.example/feed",
        outlet=member.outlet,
        url=member.url,
        title=member.title,
        lang=member.lang,
        country=member.country,
        published=member.published,
        first_seen=member.first_seen,
    )
    verdict = Verdict(topic="Topic", answer=Answer.YES, score=0.7, threshold=0.3)
    return Decision(
        article=Article(entry=entry, page=PageState.READ), verdicts=(verdict,), decided_at=member.first_seen
    )


def versions(chance: random.Random) -> list[tuple[str, str, str]]:
    """Pairs of texts: an honest edit of a long article, and what somebody would write who wants it to take long."""

    def text(sentences: int, words: int, vocabulary: int) -> str:
        return " ".join(
            " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(words)) + " end." for _ in range(sentences)
        )

    long = text(250, 18, 3000)
    return [
        ("5,000 words with three edits", long, long.replace("w7 ", "w8 ", 3)),
        ("4,000 sentences of few words", text(4000, 8, 8), text(4000, 8, 8)),
        ("one sentence of 90,000 words", text(1, 90_000, 8), text(1, 90_000, 8)),
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
