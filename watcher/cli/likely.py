"""Which entries of the archive are worth reading: the index for search tells which rules cannot say anything of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from watcher.cli.progress import progress

if TYPE_CHECKING:
    from watcher.core.rules import Ruleset
    from watcher.core.rules.sieve import Sieve
    from watcher.ports import Store

LEAST: Final = 20_000  # entries to judge, from which on looking into the index first is quicker than reading them
SHARE: Final = 4  # of the archive one in so many at least, since its whole index is looked through
SHOWN: Final = 1000  # words after which the bar moves


def likely(store: "Store", rulesets: "Sequence[Ruleset]", topic: str = "") -> bytes | None:
    """A byte for each place of an entry: 1 if rules may say yes of it or want its page, or if it matched before.

    None if that is all of them, or cannot be told: a rule may ask for facts alone, or for what an index does not know.
    """
    from watcher.core.rules.sieve import sieve

    sieves = [sieve(rules, topic) for rules in rulesets]
    if None in sieves:
        return None
    everything, chosen = store.index_all(), None
    for one in sieves:
        found = _filled(store, one).choose(store.index_marks, everything) if one else None
        if found is None:
            return None
        chosen = found if chosen is None else chosen.joined(found)
    return store.places(chosen) if chosen else None


def pays(entries: int, total: int) -> bool:
    """Whether to look into the index first, for so many entries of an archive."""
    return entries >= max(LEAST, total // SHARE)


def _filled(store: "Store", sieve: "Sieve") -> "Sieve":
    """The sieve, once it has heard of all words."""
    with progress("Reading the index") as bar:
        for number, word in enumerate(store.index_words(), 1):
            sieve.take(word)
            if number % SHOWN == 0:
                bar.to(number)
    for beginning in sieve.beginnings():
        for word in store.index_words(beginning):
            sieve.take_again(word)
    return sieve
