"""What a follow-up adds to a story: numbers, names and places that no earlier article of it had, with the sentence."""

from typing import Final

from watcher import late
from watcher.core.model import Member, News, Story
from watcher.core.rules.reading import Zone
from watcher.core.stories.features import Look, Trait
from watcher.core.text.months import is_day
from watcher.core.text.sentences import sentences

MOST: Final = 10  # things that are told of one article
MAX_SENTENCE: Final = 400  # characters
# Kinds of features that are news, as people call them. Concepts are not: another word for the same is nothing new.
_KINDS: Final = {"n": "number", "g": "place", "p": "name", "t": "designation"}
# What stands behind the place in a dateline: an agency in brackets, a dash, a day.
_REPORTS: Final = late.pattern(r"(?:,[^(]{0,30}?)?\s?(?:\(|-{1,2}\s)|,[^(]{0,20}?\d{1,2}(?!\d)")
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
    return not _in_dateline(trait)


def _in_dateline(trait: Trait) -> bool:
    """Whether it says from where and when somebody reports, as `SEOUL, Nov. 23 (Yonhap)` does: that is nothing new."""
    text = trait.text.folded.text
    if is_day(text, trait.start, trait.end):
        return True
    begins = not text[: trait.start].strip(" (") and trait.text.zone(trait.start) is not Zone.TITLE
    place = trait.name[0] == "g" or _written(trait).isupper()  # cities in capitals are in no list of places
    return begins and place and _REPORTS.match(text, trait.end) is not None


def _written(trait: Trait) -> str:
    return trait.text.folded.original[slice(*trait.text.folded.origin(trait.start, trait.end))]


def _told(trait: Trait) -> News:
    folded = trait.text.folded
    start, end = folded.origin(trait.start, trait.end)
    around = next((span for span in sentences(folded.original) if span[0] <= start < span[1]), (start, end))
    sentence = " ".join(folded.original[slice(*around)].split())
    return News(kind=_KINDS[trait.name[0]], text=_written(trait), sentence=sentence[:MAX_SENTENCE])
