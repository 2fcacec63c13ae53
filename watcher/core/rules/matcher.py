"""Finds all terms of all rules in one pass over the words of an article.

Names are looked for in every text; common words, and names in all their forms, in texts of their own language or of an
unknown one; terms of no language inflect as the text does. So there is one shelf of names, and one of all else for each
language, made when the first text in it comes. What each token stands for is remembered: most tokens of a text have
been met before and stand for nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from watcher.core.model import Article
from watcher.core.rules.document import Clutter, FieldText, lay_out
from watcher.core.rules.phrases import Sought
from watcher.core.rules.shelves import Shelf, Shelves
from watcher.core.rules.sighting import Sighting, Spot
from watcher.core.rules.terms import PATTERN_SECONDS, Term, compile_pattern
from watcher.core.rules.vocabulary import Listing, Vocabulary
from watcher.core.text.languages import PLAIN, language

MAX_PATTERN_HITS: Final = 200  # of one regular expression in one field
MOST_TOKENS: Final = 20_000  # of a language, two megabytes; numbers and names come anew every day, for ever
LONG_TOKEN: Final = 100  # letters; longer ones are noise that should not fill the memo

Seen = dict[tuple[str, int], dict[Listing, list[Spot]]]


class Found(NamedTuple):
    """What a token is the first word of: terms of one word, and longer ones by the letter that must come next."""

    singles: tuple[Listing, ...]
    phrases: dict[str, list[Sought]]


def _found(sought: Iterable[Sought]) -> Found:
    singles: dict[Listing, None] = {}
    phrases: dict[str, list[Sought]] = {}
    for one in sought:
        if one.rest:
            phrases.setdefault(one.rest[0].initial, []).append(one)
        else:
            singles[one.listing] = None
    return Found(tuple(singles), phrases)


class View(dict[str, Found | None]):
    """What the tokens of one language's texts stand for, found out when they are first met."""

    __slots__ = ("_most", "shelves")

    def __init__(self, shelves: Sequence[Shelf], most: int) -> None:
        super().__init__()
        self.shelves = shelves
        self._most = most

    def __missing__(self, token: str) -> Found | None:
        sought: list[Sought] = []
        for shelf in self.shelves:
            sought += shelf.words.find(token)
        found = _found(sought) if sought else None
        if len(token) <= LONG_TOKEN:
            if len(self) >= self._most:  # the older half: what is common comes back at once
                for old in list(islice(self, self._most // 2)):
                    del self[old]
            self[token] = found
        return found


class Matcher:
    """Immutable to whoever asks; what it builds and remembers on the way only makes it faster. For one thread."""

    __slots__ = ("_clutter", "_shelves", "_views", "most_tokens", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, clutter: Clutter) -> None:
        self.vocabulary = vocabulary
        self.most_tokens = MOST_TOKENS  # that a language which comes from now on remembers
        self._clutter = clutter
        self._shelves: Shelves | None = None
        self._views: dict[str, View] = {}

    def read(self, article: Article) -> Sighting:
        """Everything that stands in an article."""
        fields = lay_out(article, self._clutter)
        seen: Seen = {}
        slow: list[str] = []
        for number, field in enumerate(fields):
            self._field(number, field, seen, slow)
        return Sighting(fields=fields, seen=seen, vocabulary=self.vocabulary, slow=tuple(dict.fromkeys(slow)))

    # --- looking ------------------------------------------------------------------------------------------------------

    def _field(self, number: int, field: FieldText, seen: Seen, slow: list[str]) -> None:
        """Propose what stands in a field."""
        view = self._view(field.lang)
        self._words(number, field.tokens, view, seen)
        text = field.folded.text
        for shelf in view.shelves:
            if field.has_runs:
                for listing, start, end in shelf.runs.find(text):
                    _propose(seen, listing, Spot(number, start, end - start, by_words=False))
            for listing, needed in shelf.words.patterns:
                if _holds_one(text, needed):
                    for spot in _pattern_spots(listing.term, number, text, slow):
                        _propose(seen, listing, spot)

    def _words(self, number: int, tokens: Sequence[str], view: View, seen: Seen) -> None:
        for place, found in enumerate(map(view.__getitem__, tokens)):
            if found is None:
                continue
            for listing in found.singles:
                _propose(seen, listing, Spot(number, place, 1, by_words=True))
            if found.phrases and place + 1 < len(tokens):
                for initial in (tokens[place + 1][0], ""):
                    for sought in found.phrases.get(initial, ()):
                        if sought.stands(tokens, place + 1):
                            _propose(seen, sought.listing, Spot(number, place, 1 + len(sought.rest), by_words=True))

    # --- building -----------------------------------------------------------------------------------------------------

    def _view(self, lang: str) -> View:
        """What a text in some language, "" for an unknown one, is looked through for."""
        view = self._views.get(lang)
        if view is None:
            if self._shelves is None:
                self._shelves = Shelves(self.vocabulary)
            row = language(lang) if lang else PLAIN
            shelves = (self._shelves.everywhere, self._shelves.only_in(lang, row))
            view = self._views[lang] = View(shelves, self.most_tokens)
        return view


def _propose(seen: Seen, listing: Listing, spot: Spot) -> None:
    spots = seen.setdefault((listing.atom, listing.slot), {}).setdefault(listing, [])
    if not spots or spots[-1] != spot:  # lists of two languages may hold the term, and see it in two of its forms
        spots.append(spot)


def _holds_one(text: str, runs: Sequence[str]) -> bool:
    for run in runs:  # noqa: SIM110 - asked of each pattern for each field; any() takes five times as long
        if run in text:
            return True
    return False


def _pattern_spots(term: Term, number: int, text: str, slow: list[str]) -> list[Spot]:
    spots: list[Spot] = []
    try:
        for match in compile_pattern(term.text).finditer(text, timeout=PATTERN_SECONDS):
            if match.end() > match.start():
                spots.append(Spot(number, match.start(), match.end() - match.start(), by_words=False))
            if len(spots) == MAX_PATTERN_HITS:
                break
    except TimeoutError:
        slow.append(term.notation)
        return []
    return spots
