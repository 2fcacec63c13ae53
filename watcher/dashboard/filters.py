"""Which stories a person wants listed: by topic, language and outlet, the unseen, the starred, the dismissed."""

from collections import Counter
from collections.abc import Iterable

from watcher.core.model import Mark, Story
from watcher.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a story must be to be listed; everything that is set must hold. "" and False let everything through."""

    topic: str = ""
    language: str = ""
    outlet: str = ""
    unseen: bool = False
    starred: bool = False
    dismissed: bool = False  # without it, those that were dismissed are not listed

    def passes(self, story: Story, mark: Mark) -> bool:
        return (
            mark.dismissed == self.dismissed
            and (not self.starred or mark.starred)
            and (not self.unseen or len(story.members) > mark.seen)
            and (not self.topic or self.topic in story.topics)
            and (not self.language or self.language in story.langs)
            and (not self.outlet or self.outlet in story.outlets)
        )

    @property
    def words(self) -> tuple[str, ...]:
        """What is set, for people."""
        flags = (name for name in ("unseen", "starred", "dismissed") if getattr(self, name))
        return (*filter(None, (self.topic, self.language, self.outlet)), *flags)


def values(kind: str, stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    """What a filter can be set to, with the number of stories that have it, the most frequent first."""
    fields = {"topic": "topics", "language": "langs", "outlet": "outlets"}
    found = Counter(value for story in stories for value in getattr(story, fields[kind]))
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
