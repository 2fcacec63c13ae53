"""Is this entry new? Feeds change ids, links, titles and dates of what they have told already."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher.core.identity.age import is_old
from watcher.core.identity.canonical import canonical
from watcher.core.identity.keys import folded, keys, named, with_text, words
from watcher.core.model import Entry, Feed, FeedState, RawEntry
from watcher.core.text.guess import guess
from watcher.frozen import dataclass, replace

__all__ = [
    "Item", "Policy", "Unseen", "canonical", "entry", "is_known", "is_old", "keys", "listed", "policy_for", "rewritten",
    "unseen",
]  # fmt: skip

_TOLERANCE = timedelta(minutes=10)  # clocks differ; a date further ahead of the moment it was read at is wrong
_SAMPLE = 300  # characters of a summary that show its language
_OLDEST = 1990  # no news is older; such dates are a converter's zero
_FEWEST_REIDENTIFIED = 3
_MOST_RENAMINGS = 3  # a site moves once or twice; who renames everything more often has no ids at all
_MOST_CHANGES = 8  # headlines are rewritten a few times; what changes more often counts comments or tells the time


Item = tuple[RawEntry, Entry]  # with the entry that it makes if it is new


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How far a feed's ids and addresses are to be trusted at a poll. It escalates by itself, see `policy_for`."""

    elsewhere: bool = False  # the body comes from another address than the last one
    titles: bool = False  # a known title proves that an item is known, unless it is dated after the last poll
    lasting: bool = True  # new ids of known items are worth remembering
    since: datetime | None = None  # the last poll that went well


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What is new in a feed, and what only looks so."""

    entries: tuple[Entry, ...] = ()  # in document order
    seen_again: tuple[str, ...] = ()  # keys of known entries that the feed still lists
    aliases: tuple[tuple[str, str], ...] = ()  # (new key, id of the known entry that it belongs to)
    reidentified: int = 0  # items that a feed renamed all at once, adopted silently
    found: tuple[tuple[RawEntry, str], ...] = ()  # the items that are known, with the ids of their entries


def policy_for(state: FeedState, address: str) -> Policy:
    """How to tell what is new in a body that came from an address.

    A body from elsewhere than the last one may list the same articles under other ids: there a title is enough. It is
    also for a feed that has renamed everything again and again, and then nobody remembers its ids any more.
    """
    worthless = state.renamed >= _MOST_RENAMINGS
    elsewhere = bool(state.answered_by) and address.partition("?")[0] != state.answered_by.partition("?")[0]
    return Policy(elsewhere=elsewhere, titles=worthless or elsewhere, lasting=not worthless, since=state.last_ok)


def entry(raw: RawEntry, feed: Feed, *, first_seen: datetime) -> Entry:
    """The entry that an item makes. Its id comes from its strongest key, its date is never later than first seen."""
    ((_, made),) = listed([raw], feed, first_seen=first_seen)
    return made


def unseen(
    items: Sequence[Item],
    known: Mapping[str, str],
    *,
    total: int = 0,
    policy: Policy = Policy(),  # noqa: B008 - a frozen value
) -> Unseen:
    """Tell new items, as `listed`, from known ones; `known` maps those of their keys that are stored to entry ids.

    `total` is how many items the feed lists, if `items` are only those that changed. If most of them seem new but
    their titles are known, the feed has changed its ids: the items are adopted under their new keys.
    """
    matches = [_match(made.keys, known) for _, made in items]
    renamed = _renamed(items, matches, known, total=max(total, len(items)))
    by_title = [former or _by_title(item, known, policy) for item, former in zip(items, renamed, strict=True)]
    entries, seen_again, aliases, found = [], dict[str, None](), [], []
    for (raw, made), match, former in zip(items, matches, by_title, strict=True):
        if match or former:
            owner = known[match or former]
            found.append((raw, owner))
            seen_again |= dict.fromkeys(key for key in made.keys if known.get(key) == owner)
            if policy.lasting:
                aliases += [(key, owner) for key in made.keys if key not in known and _worth_alias(key, match)]
        else:
            entries.append(made)
    return Unseen(
        entries=tuple(entries),
        seen_again=tuple(seen_again),
        aliases=tuple(dict(aliases).items()),
        reidentified=sum(map(bool, renamed)),
        found=tuple(found),
    )


def is_known(new: Entry, known: Mapping[str, str]) -> bool:
    """Whether an entry that was new is so no more; `known` maps those of its keys that are stored to entry ids."""
    return bool(_match(new.keys, known))


def listed(raws: Sequence[RawEntry], feed: Feed, *, first_seen: datetime) -> list[Item]:
    """The items without those listed twice, each with its entry, whose keys no different item of them shares."""
    folds = [folded(raw.title) for raw in raws]
    found = [(raw, title, named(raw, feed, title)) for raw, title in zip(raws, folds, strict=True)]
    titles = defaultdict[str, set[str]](set)
    for _, title, item_keys in found:
        for key in _of("gu", item_keys):
            titles[key].add(title)
    taken: set[str] = set()
    items: list[tuple[RawEntry, tuple[str, ...]]] = []
    for raw, _, item_keys in found:
        own = tuple(key for key in item_keys if len(titles[key]) < 2)
        own = own if _of("gu", own) else with_text(own, raw, feed)  # it stands in for an id and an address
        if taken.isdisjoint(_of("gux", own)):
            items.append((raw, own))
        taken.update(_of("gux", own))
    counts = Counter(key for _, own in items for key in _of("dt", own))
    return [(raw, _entry(raw, feed, tuple(key for key in own if counts[key] < 2), first_seen)) for raw, own in items]


def rewritten(known: Entry, raw: RawEntry, feed: Feed) -> Entry | None:
    """A known entry as its feed tells it now; None if nothing worth reading has changed, or too much too often.

    Another feed that tells the same article in its own words rewrites nothing.
    """
    if known.feed != feed.url or known.changes >= _MOST_CHANGES:
        return None
    if words(known.title, known.summary) == words(raw.title, raw.summary):
        return None
    return replace(known, title=raw.title, summary=raw.summary, changes=known.changes + 1)


def _of(kinds: str, item_keys: Sequence[str]) -> list[str]:
    return [key for key in item_keys if key[0] in kinds]


def _match(item_keys: Sequence[str], known: Mapping[str, str]) -> str:
    """The strongest key by which an item is known, or "". A title alone does not count."""
    return next((key for key in _of("gudx", item_keys) if key in known), "")


def _renamed(items: Sequence[Item], matches: Sequence[str], known: Mapping[str, str], *, total: int) -> list[str]:
    """The title keys by which items are known whose feed has renamed most of them; "" for all others."""
    former = [
        "" if match else next((key for key in _of("t", made.keys) if key in known), "")
        for (_, made), match in zip(items, matches, strict=True)
    ]
    count = sum(map(bool, former))
    return former if count >= _FEWEST_REIDENTIFIED and 2 * count > total else [""] * len(former)


def _by_title(item: Item, known: Mapping[str, str], policy: Policy) -> str:
    """The title key by which an item is known where titles are enough; "" if it is not, or is a later one's."""
    raw, made = item
    later = raw.published is not None and policy.since is not None and raw.published > policy.since
    if not policy.titles or later:
        return ""
    return next((key for key in _of("t", made.keys) if key in known), "")


def _worth_alias(key: str, match: str) -> bool:
    """Whether a known entry needs another key.

    Not if it was found by id or address: those that change at every poll would pile up. An item found by its title
    gets its new id, one of a renamed feed also its new address.
    """
    if not match:
        return key[0] in "gu"
    return key[0] == "g" and match[0] in "dx"


def _entry(raw: RawEntry, feed: Feed, item_keys: tuple[str, ...], first_seen: datetime) -> Entry:
    published = _published(raw.published, first_seen)
    return Entry(
        id=item_keys[0].partition(":")[2],
        feed=feed.url,
        outlet=raw.source or feed.name or urlsplit(feed.url).hostname or feed.url,
        url=raw.url,
        title=raw.title,
        summary=raw.summary,
        author=raw.author,
        tags=raw.tags,
        lang=feed.lang or _language(raw),
        country=feed.country,
        image=raw.image,
        published=published,
        first_seen=first_seen,
        keys=item_keys,
        misdated=published != raw.published,
        source=raw.source,
    )


def _language(raw: RawEntry) -> str:
    """The language that an item or its feed states; not English if it reads otherwise, as software calls everything English."""
    if not raw.lang.lower().startswith("en"):
        return raw.lang
    found = guess(f"{raw.title}\n{raw.summary[:_SAMPLE]}")
    return raw.lang if found in ("", "en") else found


def _published(stated: datetime | None, first_seen: datetime) -> datetime | None:
    if stated is None or stated.year < _OLDEST:
        return None
    return first_seen if stated > first_seen + _TOLERANCE else stated
