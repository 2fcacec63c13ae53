"""What of an article tells its event from others: named features with the weight of the place where they stand.

The kinds, by the letter that a feature begins with:

    c concept     p proper name known in many scripts    g country    n number with its unit    t Latin designation
    s consonant skeleton of a name    w word of one language    r group of the rules    o cited source    u picture
    k hash of a shingle (see copies)
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from watcher import late
from watcher.core.model import Citation, Decision, Field
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Zone
from watcher.core.rules.sighting import Sighting
from watcher.core.stories.concepts import CONCEPT, COUNTRY, NAME, Concepts, found, groups_hit
from watcher.core.stories.copies import KEPT, sketch, without_marks
from watcher.core.stories.numbers import numbers
from watcher.core.stories.skeletons import skeleton
from watcher.core.text.languages import Language, language
from watcher.core.text.words import Reach, reach

KEPT_FEATURES: Final = 60  # of an article, its shingles among them: the weightiest …
ROOM: Final = {"w": 16, "s": 12, "n": 8}  # … and of some kinds only so many: the rest is sorted out by rarity later
PLACE: Final = {Zone.TITLE: 1.0, Zone.SUMMARY: 0.8, Zone.LEAD: 0.7, Zone.BODY: 0.4}
GROUP_WEIGHT: Final = 0.5
AT_HOME: Final = 0.5  # weight of the country that an article leaves out because it is its own
OF_SOURCE: Final = 0.5  # weight of a country, beyond the title, that a cited source is from
LEAST_WORD: Final = 4  # letters of a word that says something; two syllables of Hangul
LEAST_NAME: Final = 3
TEXT_WORDS: Final = 120  # of a field: names and words that come later are background
_FAR: Final = 400  # words into a text from where a place weighs half of what its zone does
_DESIGNATION: Final = late.pattern(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,5}[-– ]?\d{1,4}[A-Z]{0,2}|[A-Z]{2,6}[-–]?[A-Z]{0,6})(?![A-Za-z0-9])"
)
_KATAKANA: Final = late.pattern("[ァ-ヴー]{3,}")
_HAN: Final = late.pattern("[\u3400-\u9fff]{2,}")
_PREFIXES: Final = {CONCEPT: "c", COUNTRY: "g", NAME: "p"}

Feature = tuple[str, float]
Span = tuple[int, int]


class Trait(NamedTuple):
    """A place in an article that is a feature. Offsets are those of the folded field."""

    name: str
    text: FieldText
    start: int
    end: int
    weight: float


class Look(NamedTuple):
    """What a look at an article found: everything of the concept lists, and the places that tell of its event."""

    sighting: Sighting
    traits: tuple[Trait, ...]
    home: str = ""  # the country of its press, "" if its language has many


def look(decision: Decision, concepts: Concepts) -> Look:
    """Read an article once, for its features and its news."""
    sighting = concepts.look(decision.article)
    lang = sighting.fields[0].lang if sighting.fields else ""
    home = decision.article.entry.country or concepts.home.get(lang, "")
    return Look(sighting, tuple(traits(sighting)), home.lower())


def features(decision: Decision, seen: Look, citations: Sequence[Citation] = ()) -> tuple[Feature, ...]:
    """The features of an article, sorted by name. Hits of rules help and are not needed."""
    weights = {f"r:{group}": GROUP_WEIGHT for group in groups_hit(decision)}
    weights |= {f"o:{citation.source}": 1.0 for citation in citations}
    if image := decision.article.entry.image:
        weights[f"u:{image.rsplit('/', 1)[-1][-60:]}"] = 1.0
    for trait in seen.traits:
        weights[trait.name] = max(weights.get(trait.name, 0.0), round(trait.weight, 2))
    for country in {f"g:{citation.country.lower()}" for citation in citations} & weights.keys():
        if weights[country] < PLACE[Zone.TITLE]:  # it may be there as its source's alone
            weights[country] = min(weights[country], OF_SOURCE)
    if seen.home and not any(name.startswith("g:") for name in weights):
        weights[f"g:{seen.home}"] = AT_HOME
    return tuple(sorted((*_weightiest(weights), *((f"k:{value}", 1.0) for value in _sketch(seen.sighting)))))


def traits(sighting: Sighting) -> Iterator[Trait]:
    """Every place in an article that tells something of its event."""
    taken: dict[Field, list[Span]] = {field: [] for field in Field}
    by_field = {text.field: text for text in sighting.fields}
    for name, places in found(sighting):
        prefix = next(prefix for prefix in _PREFIXES if name.startswith(prefix))
        feature = f"{_PREFIXES[prefix]}:{name.removeprefix(prefix)}"
        for place in places:
            text = by_field[place.zone.field]
            yield Trait(feature, text, place.start, place.end, _weight(text, place.start) * place.weight)
            taken[place.zone.field].append((place.start, place.end))
    for text in sighting.fields:
        for name, start, end in (*_numbers(text), *_designations(text), *_names_and_words(text, taken[text.field])):
            if not text.is_muted(start):
                yield Trait(name, text, start, end, _weight(text, start))


def _weight(text: FieldText, start: int) -> float:
    """What comes first is what happened; what comes late is background."""
    zone = text.zone(start)
    late = max(0.5, 1 - text.at(start) / (2 * _FAR)) if zone is Zone.BODY else 1.0
    return PLACE[zone] * late


def _weightiest(weights: dict[str, float]) -> Iterator[Feature]:
    room, left = dict(ROOM), KEPT_FEATURES - KEPT
    for name, weight in sorted(weights.items(), key=lambda item: (item[0][0] in room, -item[1], item[0])):
        kind = name[0]
        if left and room.get(kind, 1):
            if kind in room:
                room[kind] -= 1
            left -= 1
            yield name, weight


# --- what is no concept -----------------------------------------------------------------------------------------------


def _numbers(text: FieldText) -> Iterator[tuple[str, int, int]]:
    for number, start, end in numbers(text.folded.text):
        yield f"n:{number}", start, end


def _designations(text: FieldText) -> Iterator[tuple[str, int, int]]:
    """KN-23, NIS, BM-30: what no script translates. A text in capitals throughout holds none."""
    original = text.folded.original
    if original.isupper():
        return
    last = len(text.folded.text)
    for match in _DESIGNATION.finditer(original):
        name = re.sub("[-– ]", "", match[0])
        if 2 <= len(name) <= 9:  # nearly where it stands in the folded text, which is near enough
            yield f"t:{name.lower()}", min(match.start(), last), min(match.end(), last)


def _names_and_words(text: FieldText, taken: Sequence[Span]) -> Iterator[tuple[str, int, int]]:
    """Skeletons of what may be a name, and words for articles of the same language, outside of concepts."""
    row = language(text.lang)
    covered = _Covered(taken)
    for (start, end), token in zip(text.spans[:TEXT_WORDS], text.tokens[:TEXT_WORDS], strict=True):
        hangul = "가" <= token[0] <= "힣"
        if reach(token) is Reach.INSIDE and not hangul:
            yield from _in_run(text.lang, token, start)
        elif len(token) >= 2 and not token[0].isdigit() and not covered.overlaps(start, end):
            stems = row.stems(token)
            if len(token) >= (2 if hangul else LEAST_WORD):
                yield f"w:{text.lang}:{stems[-1]}", start, end
            if len(token) >= LEAST_NAME and _may_be_name(text, start, token):
                for name in _skeletons(stems, row):
                    yield f"s:{name}", start, end


def _in_run(lang: str, token: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Of a run without spaces: names in katakana, and Han in twos for words."""
    for match in _KATAKANA.finditer(token.upper()):
        if name := skeleton(match[0]):
            yield f"s:{name}", start + match.start(), start + match.end()
    for match in _HAN.finditer(token):
        for at in range(match.start(), match.end() - 1):
            yield f"w:{lang}:{token[at : at + 2]}", start + at, start + at + 2


def _skeletons(stems: Sequence[str], row: Language) -> Iterator[str]:
    for form in sorted({stems[0], min(stems, key=len)}):
        if len(form) >= LEAST_NAME and (name := skeleton(form, row.code)):
            yield name


def _may_be_name(text: FieldText, start: int, token: str) -> bool:
    """A capital, where the script has them; any longer word elsewhere."""
    first, _ = text.folded.origin(start, start + 1)
    letter = text.folded.original[first : first + 1]
    return letter.isupper() or (letter.lower() == letter.upper() and len(token) >= LEAST_NAME)


class _Covered:
    """Tells whether a span overlaps one of many, asked from left to right."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._next = 0
        self._until = 0

    def overlaps(self, start: int, end: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][0] < end:
            self._until = max(self._until, self._spans[self._next][1])
            self._next += 1
        return self._until > start


def _sketch(sighting: Sighting) -> tuple[str, ...]:
    """The sketch of title and opening, without what outlet and agency put around them."""
    texts = []
    for text in sighting.fields:
        if text.field is Field.TITLE:
            end = text.muted[0][0] if text.muted else len(text.folded.text)
            texts.append(without_marks(text.folded.text[:end]))
        else:
            texts.append(text.folded.text)
    return sketch(texts)
