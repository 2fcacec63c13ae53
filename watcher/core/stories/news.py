"""What a follow-up adds to a story: numbers, names and places that no earlier article of it had, with the sentence."""

from dataclasses import dataclass
from typing import Final

from watcher.core.model import Decision, Story
from watcher.core.rules.reading import Zone
from watcher.core.stories.concepts import Concepts
from watcher.core.stories.features import Trait, traits
from watcher.core.text.sentences import sentences

MOST: Final = 10  # things that are told of one article
MAX_SENTENCE: Final = 400  # characters
# Kinds of features that are news, as people call them. Concepts are not: another word for the same is nothing new.
_KINDS: Final = {"n": "number", "g": "place", "p": "name", "t": "designation"}
# Further down stands the background, of which a member's stored features keep only a part.
_ZONES: Final = (Zone.TITLE, Zone.SUMMARY, Zone.LEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that an article is the first of its story to say. `text` and `sentence` are as the article has them."""

    kind: str
    text: str
    sentence: str


def news(decision: Decision, story: Story, concepts: Concepts) -> tuple[News, ...]:
    """What an article adds to the other members of a story that were published before it; nothing if it is the first."""
    entry = decision.article.entry
    at = (entry.published or entry.first_seen, entry.id)
    earlier = [m for m in story.members if m.entry != entry.id and (m.published, m.entry) < at]
    if not earlier:
        return ()
    known = {name for member in earlier for name, _ in member.features}
    found: dict[str, News] = {}
    for trait in traits(concepts.look(decision.article)):
        if _is_new(trait, known) and trait.name not in found and len(found) < MOST:
            found[trait.name] = _told(trait)
    return tuple(found.values())


def _is_new(trait: Trait, known: set[str]) -> bool:
    return trait.name[0] in _KINDS and trait.name not in known and trait.text.zone(trait.start) in _ZONES


def _told(trait: Trait) -> News:
    folded = trait.text.folded
    start, end = folded.origin(trait.start, trait.end)
    around = next((span for span in sentences(folded.original) if span[0] <= start < span[1]), (start, end))
    sentence = " ".join(folded.original[slice(*around)].split())
    return News(kind=_KINDS[trait.name[0]], text=folded.original[start:end], sentence=sentence[:MAX_SENTENCE])
