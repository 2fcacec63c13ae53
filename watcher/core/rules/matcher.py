"""Finds all terms of all rules in one pass over the words of an article.

Names are looked for in every text; common words, and names in all their forms, in texts of their own language or of an
unknown one; terms of no language inflect as the text does. So there is one shelf of names, and one of all else for each
language, made when the first text in it comes. What each token stands for is remembered: most tokens of a text have
been met before and stand for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from watcher.core.model import Article
from watcher.core.rules.document import Clutter, FieldText, lay_out
from watcher.core.rules.phrases import Sought
from watcher.core.rules.shelves import Shelf, Shelves
from watcher.core.rules.sighting import Sighting, Spot
from watcher.core.rules.terms import PATTERN_SECONDS, Term, compile_pattern
from watcher.core.rules.vocabulary import Listing, Vocabulary
from watcher.core.text.languages import PLAIN, language
from watcher.core.text.words import tokens, words

MAX_PATTERN_HITS: Final = 200  # of one regular expression in one field
MOST_TOKENS: Final = 20_000  # of a language, two megabytes; numbers and names come anew every day, for ever
PIECES: Final = 3  # for each token that is remembered: with a comma, in quotes
LONG_TOKEN: Final = 100  # letters; longer ones are noise that should not fill the memo

Seen = dict[Listing, list[Spot]]


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

    __slots__ = ("_most", "pieces", "shelves")

    def __init__(self, shelves: Sequence[Shelf], most: int) -> None:
        super().__init__()
        self.shelves = shelves
        self.pieces = Pieces(self, most * PIECES)
        self._most = most

    def __missing__(self, token: str) -> Found | None:
        sought: list[Sought] = []
        for shelf in self.shelves:
            sought += shelf.words.find(token)
        found = _found(sought) if sought else None
        if len(token) <= LONG_TOKEN:
            if len(self) >= self._most:
                _forget(self)
            self[token] = found
        return found


class Piece(NamedTuple):
    """A piece of a text that is more or less than one word which stands for nothing."""

    words: tuple[str, ...]
    found: tuple[tuple[int, int, Found], ...]  # the number of a word, where it stands, and what it is the first word of


class Pieces(dict[str, Piece | None]):
    """What white space parts, as one look-up each: most of a text is one word with or without a comma, and nothing."""

    __slots__ = ("_most", "_view")

    def __init__(self, view: View, most: int) -> None:
        super().__init__()
        self._view = view
        self._most = most

    def __missing__(self, text: str) -> Piece | None:
        piece = self._cut(text)
        if len(text) <= LONG_TOKEN:
            if len(self) >= self._most:
                _forget(self)
            self[text] = piece
        return piece

    def _cut(self, text: str) -> Piece | None:
        some = [text] if text.isascii() and text.isalpha() else tokens(text)
        if len(some) == 1 and self._view[some[0]] is None:
            return None
        found = []
        for number, (start, end) in enumerate(words(text)):
            if (known := self._view[text[start:end]]) is not None:
                found.append((number, start, known))
        return Piece(tuple(some), tuple(found))


def _forget(memo: dict[str, Any]) -> None:
    """Drop the older half of what is full: what is common comes back at once."""
    for old in list(islice(memo, len(memo) // 2)):
        del memo[old]


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
        return Sighting(fields, seen, self.vocabulary, tuple(dict.fromkeys(slow)))

    # --- looking ------------------------------------------------------------------------------------------------------

    def _field(self, number: int, field: FieldText, seen: Seen, slow: list[str]) -> None:
        """Propose what stands in a field."""
        view = self._view(field.lang)
        self._words(number, field, view, seen)
        text = field.folded.text
        for shelf in view.shelves:
            if field.has_runs:
                for listing, start, end in shelf.runs.find(text):
                    _propose(seen, listing, (number, start, end, 0, 0))
            for listing, needed in shelf.words.patterns:
                if _holds_one(text, needed):
                    for spot in _pattern_spots(listing.term, number, text, slow):
                        _propose(seen, listing, spot)

    def _words(self, number: int, field: FieldText, view: View, seen: Seen) -> None:
        text, pieces = field.folded.text, field.pieces
        more = 0  # words than pieces so far
        held: list[tuple[int, int, Piece]] = []
        for index, piece in enumerate(map(view.pieces.__getitem__, pieces)):
            if piece is not None:
                if piece.found:
                    held.append((index, index + more, piece))
                more += len(piece.words) - 1
        for (index, before, piece), begin in zip(held, field.piece_starts(index for index, _, _ in held), strict=True):
            for inside, offset, found in piece.found:
                start = begin + offset
                end = start + len(piece.words[inside])
                spot = number, start, end, before + inside, 1
                for listing in found.singles:
                    _propose(seen, listing, spot)
                if found.phrases:
                    for sought, following in _phrases(found.phrases, piece.words[inside + 1 :], pieces, index + 1):
                        last = end
                        for word in following:
                            last = text.index(word, last) + len(word)  # all letters in between are of words
                        _propose(seen, sought.listing, (number, start, last, before + inside, 1 + len(following)))

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


def _phrases(
    phrases: Mapping[str, Sequence[Sought]], words: Sequence[str], pieces: Sequence[str], after: int
) -> Iterator[tuple[Sought, list[str]]]:
    """The phrases that go on in the rest of a piece and the pieces after it, each with the words that follow."""
    known, rest = list(words), islice(pieces, after, None)

    def reach(size: int) -> None:
        while len(known) < size and (piece := next(rest, None)) is not None:
            known.extend(tokens(piece))

    reach(1)
    for initial in (known[0][0], "") if known else ():
        for sought in phrases.get(initial, ()):
            size = len(sought.rest)
            reach(size)
            if sought.stands(known, 0):
                yield sought, known[:size]


def _propose(seen: Seen, listing: Listing, spot: Spot) -> None:
    spots = seen.get(listing)
    if spots is None:
        seen[listing] = [spot]
    elif spots[-1] != spot:  # lists of two languages may hold the term, and see it in two of its forms
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
                spots.append((number, *match.span(), 0, 0))
            if len(spots) == MAX_PATTERN_HITS:
                break
    except TimeoutError:
        slow.append(term.notation)
        return []
    return spots
