"""What a follow-up adds to a story: numbers, names and places that no earlier article of it had, with the sentence."""

from typing import Final

from watcher.core.model import Member, News, Story
from watcher.core.rules.reading import Zone
from watcher.core.stories.features import Look, Trait
from watcher.core.text.months import is_day
from watcher.core.text.sentences import sentences

MOST: Final = 10  # things that are told of one article
MAX_SENTENCE: Final = 400  # characters
# Kinds of features that are news, as people call them. Concepts are not: another word for the same is nothing new.
_KINDS: Final = {"n": "number", "g": "place", "p": "name", "t": "designation"}
# Further down stands the background, of which a member's stored features keep only a part.
_ZONES: Final = (Zone.TITLE, Zone.SUMMARY, Zone.LEAD)


def news(member: Member, seen: Look, story: Story) -> tuple[News, ...]:
    """What an article adds to the members of a story that were published before it; nothing if it is the first."""
    at = (member.published, member.entry)
    earlier = [one for one in story.members if one.entry != member.entry and (one.published, one.entry) < at]
    if not earlier:
        return ()
    known = {name for one in earlier for name, _ in one.features}
    found: dict[str, News] = {}
    for trait in seen.traits:
        if _is_new(trait, known) and trait.name not in found and len(found) < MOST:
            found[trait.name] = _told(trait)
    return tuple(found.values())


def _is_new(trait: Trait, known: set[str]) -> bool:
    if trait.name[0] not in _KINDS or trait.name in known or trait.text.zone(trait.start) not in _ZONES:
        return False
    return not is_day(trait.text.folded.text, trait.start, trait.end)  # a dateline is nothing new


def _told(trait: Trait) -> News:
    folded = trait.text.folded
    start, end = folded.origin(trait.start, trait.end)
    around = next((span for span in sentences(folded.original) if span[0] <= start < span[1]), (start, end))
    sentence = " ".join(folded.original[slice(*around)].split())
    return News(kind=_KINDS[trait.name[0]], text=folded.original[start:end], sentence=sentence[:MAX_SENTENCE])
