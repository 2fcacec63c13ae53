"""Stories that grow article by article, for tables of what deserves to be told."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from watcher.core.alerts import Route, Wish, arising
from watcher.core.model import (
    Alert,
    Answer,
    Article,
    Citation,
    Decision,
    Entry,
    Member,
    Occasion,
    Priority,
    Story,
    Verdict,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TOPIC = "Ties"
ROUTES = {TOPIC: Route(channels=("desk",))}


def decision(
    member: Member, *, topics: tuple[str, ...] = (TOPIC,), score: float = 0.7, silent: bool = False
) -> Decision:
    entry = Entry(
        id=member.entry,
        feed=f"https://{member.outlet}.example/feed",
        outlet=member.outlet,
        url=member.url,
        title=member.title,
        lang=member.lang,
        first_seen=member.first_seen,
    )
    verdicts = tuple(Verdict(topic=topic, answer=Answer.YES, score=score, threshold=0.4) for topic in topics)
    return Decision(article=Article(entry=entry), verdicts=verdicts, decided_at=member.first_seen, silent=silent)


def member(
    number: int = 0,
    *,
    outlet: str = "",
    lang: str = "en",
    title: str = "A delegation leaves",
    cites: tuple[str, ...] = (),
) -> Member:
    return Member(
        entry=f"entry-{number}",
        outlet=outlet or f"Outlet {number}",
        title=title,
        url=f"https://news.example/{number}",
        lang=lang,
        published=NOW + number * MINUTE,
        first_seen=NOW + number * MINUTE,
        citations=tuple(Citation(source=name, kind="agency", order=order) for order, name in enumerate(cites)),
    )


@dataclass
class Telling:
    """Articles that come to one story, and the alerts that arise from them."""

    story: Story | None = None
    earlier: tuple[Alert, ...] = ()

    def comes(self, new: Member, *, routes=ROUTES, **decided) -> tuple[Wish, ...]:
        """The alerts that one more article calls for; they count as told from then on, unless they were silent."""
        others = tuple(one for one in self.story.members if one.entry != new.entry) if self.story else ()
        topics = tuple(routes)
        if self.story is None:
            self.story = Story(id="story", title=new.title, topics=topics, members=(new,))
        else:
            self.story = replace(self.story, members=(*others, new))
        wishes = arising(self.story, decision(new, **decided), routes=routes, earlier=self.earlier, now=new.first_seen)
        self.earlier += tuple(wish.alert for wish in wishes if not wish.silent)
        return wishes


def alert(number: int = 0, **changes) -> Alert:
    values = {
        "id": f"alert-{number:03}",
        "story": f"story-{number}",
        "topic": TOPIC,
        "entry": f"entry-{number}",
        "title": f"Title {number}",
        "outlet": "Outlet",
        "lang": "en",
        "url": f"https://news.example/{number}",
        "why": "words",
        "score": 0.7,
        "priority": Priority.NORMAL,
        "created": NOW,
        "channels": ("desk",),
        "occasion": Occasion.FIRST,
    }
    return Alert(**{**values, **changes})
