"""A little newsroom in events: what the dashboard's tests are told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watcher.core.events import (
    AlertFailed,
    AlertSent,
    EntryDecided,
    Event,
    Polled,
    PollFailed,
    PollStarted,
    Started,
    StoryChanged,
    Warned,
)
from watcher.core.model import (
    Alert,
    Answer,
    Article,
    Citation,
    Decision,
    Entry,
    Feed,
    FeedState,
    Field,
    Hit,
    Mark,
    Member,
    PageState,
    Priority,
    Reason,
    ScorePart,
    Story,
    Verdict,
)
from watcher.dashboard.screen import Screen, opened
from watcher.dashboard.state import State, apply, seed
from watcher.dashboard.tellings import Telling

NOW = datetime(2026, 11, 20, 14, 32, 7, tzinfo=UTC)
TOPICS = ("North Korea–Russia military ties", "Baltic cables", "Arctic shipping")

# outlet, language, headline, the words that fire, topic, minutes ago
REPORTS = (
    ("Seeblick Online", "de", "Delegation der Kim-Il-sung-Militäruniversität nach Russland abgereist", ("Kim-Il-sung-Militäruniversität", "Russland"), 0, 41),
    ("한강일보", "ko", "김일성군사종합대학 대표단, 러시아 방문차 평양 출발", ("김일성군사종합대학", "러시아"), 0, 38),
    ("Невский листок", "ru", "Делегация военного университета КНДР вылетела в Россию", ("КНДР", "Россию"), 0, 33),
    ("Harbour Post", "en", "North Korean military university head leaves for Russia with delegation", ("North Korean", "military", "Russia"), 0, 30),
    ("渚新聞", "ja", "金日成軍事総合大学の代表団がロシアへ出発", ("金日成軍事総合大学", "ロシア"), 0, 22),
    ("Baltic Courier", "en", "Cable between Estland and Finland damaged, navy looks at tanker's anchor", ("Cable", "damaged"), 1, 55),
    ("صحيفة الميناء", "ar", "سفينة شحن روسية تعبر الممر الشمالي في نوفمبر", ("الممر الشمالي",), 2, 12),
    ("Północ24", "pl", "Uszkodzony kabel na Bałtyku: marynarka bada kotwicę tankowca", ("kabel", "Bałtyku"), 1, 9),
    ("Fjordbladet", "no", "Isklasse tanker møtt av kystvakten nord for Novaja Zemlja 🚢", ("tanker",), 2, 3),
)  # fmt: skip

FEEDS = tuple(
    Feed(url=f"https://{name}.example/feed.xml", name=outlet)
    for name, outlet in [
        ("seeblick", "Seeblick Online"),
        ("hangang", "한강일보"),
        ("nevskij", "Невский листок"),
        ("harbour", "Harbour Post"),
        ("nagisa", "渚新聞"),
        ("courier", "Baltic Courier"),
        ("mina", "صحيفة الميناء"),
        ("polnoc", "Północ24"),
        ("fjord", "Fjordbladet"),
        ("gazette", "Gazette du Détroit"),
    ]
)


def member(number: int, **changes: object) -> Member:
    """The part of report `number` in its story."""
    outlet, lang, title, _, _, minutes = REPORTS[number]
    at = NOW - timedelta(minutes=minutes)
    plain = Member(
        entry=f"e{number}",
        outlet=outlet,
        title=title,
        url=f"https://news.example/{number}",
        lang=lang,
        published=at,
        first_seen=at,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # tests name the fields


def story(*numbers: int, score: float = 0.8) -> Story:
    members = tuple(member(number) for number in numbers)
    if len(numbers) > 3:
        members = (
            replace(
                members[0],
                citations=(
                    Citation(source="The Independent", kind="outlet", order=0),
                    Citation(source="Reuters", kind="agency", order=1),
                    Citation(source="KCNA", kind="state-media", order=2),
                ),
            ),
            *members[1:],
        )
    topic = TOPICS[REPORTS[numbers[0]][4]]
    return Story(id=f"e{numbers[0]}", title=members[0].title, topics=(topic,), members=members, score=score)


def decision(number: int) -> Decision:
    outlet, lang, title, words, topic, minutes = REPORTS[number]
    at = NOW - timedelta(minutes=minutes)
    summary = f"In short: {title}. More when it is known."
    entry = Entry(id=f"e{number}", feed=FEEDS[number].url, outlet=outlet, title=title, summary=summary, lang=lang,
                  url=f"https://news.example/{number}", first_seen=at)  # fmt: skip
    hits = [
        Hit(group="group", term=word, field=place, start=text.index(word), end=text.index(word) + len(word), text=word)
        for word in words
        for place, text in ((Field.TITLE, title), (Field.SUMMARY, summary))
    ]
    parts = (
        ScorePart(label="evidence", value=0.62, why="names in the title"),
        ScorePart(label="against", value=-0.05, why="sport"),
    )
    verdict = Verdict(topic=TOPICS[topic], answer=Answer.YES, score=0.81, threshold=0.4, hits=tuple(hits), parts=parts)
    article = Article(entry=entry, text=summary * 4, page=PageState.READ)
    return Decision(article=article, verdicts=(verdict,), decided_at=at)


def alert() -> Alert:
    return Alert(id="a1", story="e0", topic=TOPICS[0], entry="e0", title=REPORTS[0][2], outlet=REPORTS[0][0], lang="de",
                 url="https://news.example/0", why="…", score=0.8, priority=Priority.HIGH, created=NOW,
                 channels=("desktop",))  # fmt: skip


def feed_state(number: int, *, fault: str = "") -> FeedState:
    return FeedState(
        url=FEEDS[number].url,
        last_poll=NOW - timedelta(seconds=40),
        last_ok=None if fault else NOW - timedelta(seconds=40),
        next_poll=NOW + timedelta(seconds=33 + 60 * number),
        failures=3 if fault else 0,
        failing_since=NOW - timedelta(hours=2) if fault else None,
        fault=fault,
        polls=120,
        not_modified=90,
        entries=340 + number,
        bytes=4_200_000,
    )


def events() -> Iterator[Event]:
    """A morning: feeds answer, one fails, stories grow, alerts go out."""
    start = NOW - timedelta(hours=3, minutes=12)
    yield Started(at=start, version="0.1.0", feeds=len(FEEDS), topics=TOPICS, config="config.toml")
    for number, feed in enumerate(FEEDS[:-1]):
        at = start + timedelta(seconds=number)
        yield PollStarted(at=at, feed=feed.url)
        yield Polled(at=at, feed=feed.url, name=feed.name, state=feed_state(number), total=40, new=30, baseline=True)
    last = FEEDS[-1]
    yield PollFailed(at=start, feed=last.url, name=last.name, state=feed_state(9, fault="503 Service Unavailable"),
                     fault="503 Service Unavailable")  # fmt: skip
    yield Warned(at=start, what="No session bus", hint="desktop alerts wait; `watcher doctor` says more")
    growing: dict[int, list[int]] = {}
    for number in sorted(range(len(REPORTS)), key=lambda number: -REPORTS[number][5]):
        at = NOW - timedelta(minutes=REPORTS[number][5])
        group = growing.setdefault(REPORTS[number][4], [])
        group.append(number)
        yield Polled(at=at, feed=FEEDS[number].url, name=FEEDS[number].name, state=feed_state(number), total=40, new=1)
        yield EntryDecided(at=at, decision=decision(number), story=f"e{group[0]}")
        yield StoryChanged(at=at, story=story(*group, score=0.5 + 0.1 * len(group)), new=len(group) == 1)
    yield AlertSent(at=NOW, alert=alert(), channel="desktop")


def failed_alert() -> AlertFailed:
    return AlertFailed(at=NOW, alert=alert(), channel="desktop", fault="no session bus")


def state() -> State:
    folded = seed((), (), (), FEEDS, TOPICS, now=NOW - timedelta(hours=4))
    for event in events():
        folded = apply(folded, event)
    return folded


def tellings() -> tuple[Telling, ...]:
    """One alert that was told, one that waits for its digest, one that nobody hears of."""
    late = replace(alert(), id="a2", story="e5", topic=TOPICS[1], title=REPORTS[5][2], outlet=REPORTS[5][0])
    lost = replace(alert(), id="a3", story="gone", topic=TOPICS[2], title=REPORTS[6][2], outlet=REPORTS[6][0])
    return (
        Telling(alert=alert()),
        Telling(alert=late, reason=Reason.QUIET, due=NOW + timedelta(hours=9)),
        Telling(alert=lost, reason=Reason.MUTED),
    )


def screen() -> Screen:
    return replace(opened(state()), tellings=tellings(), marks={"e5": Mark(story="e5", seen=2)})
