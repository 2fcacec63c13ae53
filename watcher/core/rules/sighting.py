"""What stands in one article: proposals of the matcher, verified and turned into places when a rule asks for them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from watcher.core.model import Answer, Field, Hit
from watcher.core.rules.document import FIELD_GAP, FieldText, field_offsets
from watcher.core.rules.operators import within_words
from watcher.core.rules.reading import Place, Reading, Zone
from watcher.core.rules.terms import Shape
from watcher.core.rules.vocabulary import EXCEPT, Clause, Listing, Vocabulary
from watcher.core.text.fold import fold
from watcher.core.text.words import tokens, words

# Letters; capitals written in so short a term must stand in the text: Kim is not kim, UN not un. Names are likelier to
# be a word of another language, or an ending short of one (Mali, Bulgarian дана for Дания); abbreviations are not.
SHORT_TERM: Final = 3
SHORT_MARKED: Final = 4  # characters; accents of so short a word must stand in the text where nobody leaves them out
MARKED: Final = frozenset(["az", "cs", "da", "et", "fi", "hu", "is", "lt", "lv", "no", "sk", "sv", "tr", "vi"])
SHORT_NAME: Final = 4
MAX_PLACES: Final = 2000  # of one group in one article: more evidence changes nothing, and a hostile text is bounded
ANYWHERE: Final = FIELD_GAP  # words; company that may stand anywhere in an article
MAX_GAP: Final = 6  # characters between the words of a phrase
_JOINING: Final = frozenset(" \t\n\r-'/&·\u00a0")  # what may part them without the term saying so


# A proposal: the number of a field, a start and an end in its folded text, and if it is made of whole words, the number
# of the first and how many they are. A plain tuple, which is made in a third of the time, since most are never asked for.
Spot = tuple[int, int, int, int, int]


class Standing(NamedTuple):
    """Where a proposal stands, whichever term it was made for; the fields are those of Place."""

    at: int
    until: int
    sentence: int
    zone: Zone
    start: int
    end: int
    depth: float
    marks: str  # between its words, which the term must hold


class Sighting:
    """One article with everything that was proposed in it. `slow` names patterns that took too long."""

    def __init__(
        self,
        fields: tuple[FieldText, ...],
        proposed: Mapping[Listing, Sequence[Spot]],
        vocabulary: Vocabulary,
        slow: tuple[str, ...] = (),
    ) -> None:
        self.fields = fields
        self.vocabulary = vocabulary
        self.slow = slow
        self.proposed = proposed
        self._listings: dict[str, list[Listing]] = {}  # by atom
        for listing in proposed:
            self._listings.setdefault(listing.atom, []).append(listing)
        self._places: dict[str, tuple[Place, ...]] = {}
        self._unconditional: dict[str, tuple[Place, ...]] = {}
        self._masks: dict[str, tuple[Place, ...]] = {}
        self._standing: dict[Spot, Standing | None] = {}

    @cached_property
    def atoms(self) -> frozenset[str]:
        """All groups and terms that may have a place here: at least those that have one."""
        feeds = self.vocabulary.feeds
        held = frozenset([listing.atom for listing in self.proposed if listing.slot != EXCEPT])
        return held.union(*map(feeds.__getitem__, held & feeds.keys()))

    @cached_property
    def sentences_before(self) -> list[int]:
        return field_offsets(self.fields)

    def places(self, atom: str) -> tuple[Place, ...]:
        """Where a group or term stands, company and exceptions heeded, in order."""
        found = self._places.get(atom)
        if found is None:
            found = self._places[atom] = self._resolve(atom, conditional=True) if atom in self.atoms else ()
        return found

    def unconditional(self, atom: str) -> tuple[Place, ...]:
        """The same without what stands there only in company."""
        if atom not in self._unconditional:
            self._unconditional[atom] = self._resolve(atom, conditional=False)
        return self._unconditional[atom]

    def hits(self, places: Iterable[Place]) -> Iterator[Hit]:
        """Places as spans of the original text."""
        for place in places:
            text = self.fields[place.at // FIELD_GAP]
            start, end = text.folded.origin(place.start, place.end)
            yield Hit(
                group=place.group, term=place.term, field=text.field, start=start, end=end,
                text=text.folded.original[start:end],
            )  # fmt: skip

    def _has(self, atom: str, slot: int) -> bool:
        return slot in [listing.slot for listing in self._listings.get(atom, ())]

    # --- resolving ----------------------------------------------------------------------------------------------------

    def _resolve(self, atom: str, *, conditional: bool) -> tuple[Place, ...]:
        found = list(self._verified(atom, 0))
        for name in self.vocabulary.includes.get(atom, ()):
            found += self.places(name) if conditional else self.unconditional(name)
        if conditional:
            for clause in self.vocabulary.company.get(atom, ()):
                found += self._in_company(atom, clause)
        masks = self._mask(atom) if self._has(atom, EXCEPT) else ()
        if len(found) < 2 and not masks:
            return tuple(found)
        best: dict[tuple[int, int, int], Place] = {}  # the same words found by two terms count once
        for place in found:
            words = place.at, place.start, place.end
            known = best.setdefault(words, place)
            if known is not place and self._is_as_apt(place, known):
                best[words] = place
        left = [place for place in best.values() if not _lies_inside(place, masks)] if masks else best.values()
        return tuple(sorted(left))[:MAX_PLACES]

    def _is_as_apt(self, place: Place, known: Place) -> bool:
        """Which of two terms to name for the same words: the weightier, then the one written as the text is."""
        if place.weight != known.weight:
            return place.weight > known.weight
        if place.term == known.term:
            return True
        there = self.fields[place.at // FIELD_GAP].folded.text[place.start : place.end]
        return _likeness(place.term, there) >= _likeness(known.term, there)

    def _mask(self, atom: str) -> tuple[Place, ...]:
        if atom not in self._masks:
            self._masks[atom] = tuple(self._verified(atom, EXCEPT))
        return self._masks[atom]

    def _in_company(self, atom: str, clause: Clause) -> Iterator[Place]:
        if not self._has(atom, clause.slot):
            return
        reading = Reading(self.unconditional)
        outcome = clause.expression.evaluate(reading)
        if outcome.answer is not Answer.YES:
            return
        candidates = {self._in_line(place): place for place in self._verified(atom, clause.slot)}
        others = [self._in_line(place) for place in outcome.places]
        found = within_words(tuple(candidates), others, clause.within or ANYWHERE)
        yield from (candidates[place] for place in sorted(found))

    def _in_line(self, place: Place) -> Place:
        """A place counted through the article as it is read, where a title goes on in its summary and text."""
        shift = self._shifts[place.at // FIELD_GAP]
        return Place(place.at - shift, place.until - shift, *place[2:]) if shift else place

    @cached_property
    def _shifts(self) -> tuple[int, ...]:
        """How many words too many each field's places are counted for that: the gaps before it."""
        lengths = (text.at(len(text.folded.text)) + 1 for text in self.fields[:-1])
        return tuple(number * FIELD_GAP - before for number, before in enumerate(accumulate(lengths, initial=0)))

    def _verified(self, atom: str, slot: int) -> Iterator[Place]:
        standing = self._standing
        group = atom[1:] if atom.startswith("@") else ""
        for listing in self._listings.get(atom, ()):
            if listing.slot != slot:
                continue
            term, weight = listing.term, listing.weight
            for spot in self.proposed[listing][:MAX_PLACES]:
                if spot not in standing:
                    standing[spot] = self._stand(spot)
                known = standing[spot]
                if known is None:
                    continue
                at, until, sentence, zone, start, end, depth, marks = known
                if marks and not all(mark in term.text for mark in marks):
                    continue
                if _as_written(listing, self.fields[spot[0]], start, end):
                    yield Place(at, until, sentence, zone, start, end, weight, group, term.notation, depth)

    def _stand(self, spot: Spot) -> Standing | None:
        """Where a proposal stands; None if that is left out of the article, or its words are too far apart."""
        number, start, end, word, size = spot
        text = self.fields[number]
        marks = _marks_between(text.folded.text[start:end]) if size > 1 else ""
        if marks is None or (text.muted and text.is_muted(start)):
            return None
        base = number * FIELD_GAP
        if size and not text.is_unspaced:
            at, until, zone = base + word, base + word + size, text.zone(start, word)
        else:
            at, zone = base + text.at(start), text.zone(start)
            until = max(at + 1, base + text.at(end - 1) + 1)
        sentence = self.sentences_before[number] + text.sentence(start)
        depth = start / len(text.folded.text) if text.field is Field.TEXT else 0.0
        return Standing(at, until, sentence, zone, start, end, depth, marks)


@lru_cache(maxsize=4096)  # terms and forms that meet are few, and the same every day
def _likeness(term: str, there: str) -> tuple[bool, bool, str]:
    """How much a term is like the words that it was found for."""
    return there == term.lower(), tokens(there) == tokens(fold(term).text), term


def _marks_between(text: str) -> str | None:
    """What parts words beside white space, hyphens and apostrophes; None if no term may reach across."""
    marks = ""
    for (_, end), (start, _) in pairwise(words(text)):
        gap = text[end:start] if start - end <= MAX_GAP else "…"
        if gap.count("\n") > 1:
            return None
        if gap != " ":
            marks += "".join(char for char in gap if char not in _JOINING)
    return marks


def _as_written(listing: Listing, text: FieldText, start: int, end: int) -> bool:
    """Case and accents, where the term asks for them."""
    term = listing.term
    if term.shape is not Shape.EXACT and min(len(term.text), end - start) > SHORT_NAME:
        return True  # as most are: neither short nor short and marked
    name = not listing.gated and term.text != term.text.upper()
    size = min(len(term.text), end - start) if name else len(term.text)
    short = size <= (SHORT_NAME if name else SHORT_TERM) and term.text != term.text.lower()
    marked = text.lang in MARKED and listing.gated and len(term.text) <= SHORT_MARKED and not term.text.isascii()
    if term.shape is not Shape.EXACT and not ((short or marked) and term.shape is Shape.WORDS):
        return True
    first, last = text.folded.origin(start, end)
    original = unicodedata.normalize("NFC", text.folded.original[first:last])
    if term.shape is Shape.EXACT:
        written = unicodedata.normalize("NFC", " ".join(term.text.split()))
        return " ".join(original.split()) == written.removesuffix(".")  # a place ends with a word: the U.S in "U.S."
    seen = "".join(char for char in original if unicodedata.category(char) != "Cf")
    if marked and not _same_marks(unicodedata.normalize("NFC", term.text), seen):
        return False
    return not short or all(there.isupper() for here, there in zip(term.text, seen, strict=False) if here.isupper())


def _same_marks(term: str, seen: str) -> bool:
    """Whether accents stand as in a short term: Czech děla (guns) is not dělá (does), nor Norwegian øver over."""
    if len(term) == len(seen) and fold(term).text == fold(seen).text:
        return term.casefold() == seen.casefold()
    return all(a == b for a, b in zip(term.casefold().strip("*"), seen.casefold(), strict=False) if not a.isascii())


def _lies_inside(place: Place, masks: Iterable[Place]) -> bool:
    return any(
        mask.start <= place.start and place.end <= mask.end and mask.zone.field is place.zone.field for mask in masks
    )
