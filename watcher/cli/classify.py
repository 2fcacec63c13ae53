"""The command that says of texts what the daemon would make of them."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.options import ConfigOption, TopicOption

if TYPE_CHECKING:
    from watcher.core.citations import Sources
    from watcher.core.model import Article, Citation, Decision, Verdict
    from watcher.core.rules import Ruleset
    from watcher.core.stories import LiveStories

    Found = tuple[Decision, tuple[Citation, ...]]

BLOCK: Final = 20_000  # items of a file whose stories are told together


def classify(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON lines, or - for standard input.")],
    config: ConfigOption = None,
    topic: TopicOption = None,
) -> None:
    """Say what the topics make of JSON lines. JSON lines in (title and, if known, id, summary, body, url, outlet, lang, published, author, the source that a feed credits, canonical), JSON lines out.

    Standard input is answered line by line, and its stories are told in the order of arrival; those of a file in the
    order of the items' dates.
    """
    from watcher.cli.items import article, items, opened
    from watcher.cli.options import known_topic, load_config
    from watcher.cli.progress import steps
    from watcher.data.sources import load_sources

    loaded = load_config(config)
    known_topic(loaded, topic)
    now = datetime.now(UTC)
    judge = _Judge(loaded.rules, load_sources(), topic=topic, now=now)
    with opened(file) as lines:
        read = ((item.get("id", str(number)), article(item, number, now)) for number, item in items(lines, file))
        shown = steps(read, "Classifying", wanted=file != "-" and not sys.stdout.isatty())
        for answer in judge.one_by_one(read) if file == "-" else judge.in_blocks(shown):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            if file == "-":
                sys.stdout.flush()
    sys.stdout.flush()


class _Judge:
    """Decides, finds sources and joins stories with the daemon's own code."""

    def __init__(self, rules: "Ruleset", sources: "Sources", *, topic: str | None, now: datetime) -> None:
        self._rules, self._sources, self._topic, self._now = rules, sources, topic, now
        self._first: Found | None = None

    def one_by_one(self, read: Iterable[tuple[Any, "Article"]]) -> Iterator[dict[str, Any]]:
        """Answers in the order of the items, each as soon as its item is there."""
        for name, article in read:
            answer, found = self._answer(name, article)
            yield {**answer, "story": self._home(found)}

    def in_blocks(self, read: Iterable[tuple[Any, "Article"]]) -> Iterator[dict[str, Any]]:
        """Answers in the order of the items; their stories are told in the order of their dates."""
        rest = iter(read)
        while block := [self._answer(name, article) for name, article in islice(rest, BLOCK)]:
            order = sorted(range(len(block)), key=lambda place: (block[place][1][0].article.entry.first_seen, place))
            homes = {place: self._home(block[place][1]) for place in order}
            yield from ({**answer, "story": homes[place]} for place, (answer, _) in enumerate(block))

    def _answer(self, name: Any, article: "Article") -> tuple[dict[str, Any], "Found"]:
        from watcher.core.citations import find
        from watcher.core.model import Answer, Decision, PageState

        cites = find(article, self._sources)
        teaser = replace(article, text="", page=PageState.ABSENT)
        unread = replace(teaser, page=PageState.UNREAD)
        full = self._verdicts(article, tuple(one.source for one in cites))
        answer = {
            "id": name,
            "match": any(v.matches for v in full),
            "match_feed": any(v.matches for v in self._verdicts(teaser)),
            "undecided": any(v.answer is Answer.UNDECIDED for v in self._verdicts(unread)),
            "score": round(max((v.score for v in full), default=0.0), 4),
            "topics": [_topic(verdict) for verdict in full if verdict.matches],
            "cites": [one.source for one in cites],
        }
        return answer, (Decision(article=article, verdicts=full, decided_at=self._now), cites)

    def _verdicts(self, article: "Article", cites: tuple[str, ...] = ()) -> tuple["Verdict", ...]:
        verdicts = self._rules.judge(article, now=self._now, citations=cites)
        return tuple(verdict for verdict in verdicts if self._topic in (None, verdict.topic))

    def _home(self, found: "Found") -> str:
        """The id of the story that an item belongs to: that of its first article.

        The first of all items opens one, whatever it says. What it says is looked at when there is a second, for which
        the word lists of stories are made ready: who asks for one line need not wait for them.
        """
        if self._first is None:
            self._first = found
            return found[0].article.entry.id
        return self._joined(*found)

    def _joined(self, decision: "Decision", cites: tuple["Citation", ...]) -> str:
        from watcher.core.stories import WINDOW

        self._stories.forget(decision.article.entry.first_seen - WINDOW)
        story = self._stories.join(decision, cites)
        self._stories.take(story)
        return story.id

    @cached_property
    def _stories(self) -> "LiveStories":
        """The stories so far: that of the first item."""
        from watcher.core.stories import LiveStories
        from watcher.data.concept_lists import load_concepts

        assert self._first is not None, "nobody asks before the second item"
        stories = LiveStories(load_concepts())
        stories.take(stories.join(*self._first))
        return stories


def _topic(verdict: "Verdict") -> dict[str, Any]:
    hits = [
        {"field": hit.field, "group": hit.group, "term": hit.term, "start": hit.start, "end": hit.end, "text": hit.text}
        for hit in verdict.hits
    ]
    return {"name": verdict.topic, "score": round(verdict.score, 4), "hits": hits}
