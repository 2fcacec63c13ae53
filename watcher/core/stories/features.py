"""What of an article tells its event from others: named features with the weight of the place where they stand.

The kinds, by the letter that a feature begins with:

    c concept   g country   n number   t Latin designation   s skeleton of a name   w word (of one language)
    r group of the rules   u picture   k hash of a shingle (see copies)
"""

import re
from collections.abc import Iterator
from typing import Final

from watcher.core.model import Decision, Field
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Zone
from watcher.core.rules.sighting import Sighting
from watcher.core.stories.concepts import CONCEPT, COUNTRY, Concepts, found, groups_hit
from watcher.core.stories.copies import sketch, without_marks
from watcher.core.stories.numbers import numbers
from watcher.core.stories.skeletons import skeleton
from watcher.core.text.languages import language
from watcher.core.text.words import Reach, reach

MOST: Final = 48  # features of an article beside its shingles
MOST_WORDS: Final = 18
MOST_SKELETONS: Final = 14
MOST_NUMBERS: Final = 8
PLACE: Final = {Zone.TITLE: 1.0, Zone.SUMMARY: 0.8, Zone.LEAD: 0.7, Zone.BODY: 0.4}
_FAR: Final = 200  # words into a text from where a place weighs half of what its zone does
_LEAST_WORD: Final = 4  # letters
_TEXT_WORDS: Final = 120  # of the text: what comes later is background
_DESIGNATION: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{1,5}[-– ]?\d{1,4}[A-Z]{0,2}|[A-Z]{2,6}[-–]?[A-Z]{0,6})(?![A-Za-z0-9])"
)
_KATAKANA: Final = re.compile("[ァ-ヴー]{3,}")
_HAN: Final = re.compile("[\u3400-\u9fff]{2,}")

Feature = tuple[str, float]


def features(decision: Decision, concepts: Concepts) -> tuple[Feature, ...]:
    """The features of an article, sorted by name. Hits of rules help and are not needed."""
    sighting = concepts.look(decision.article)
    weights: dict[str, float] = {}

    def add(name: str, weight: float) -> None:
        weights[name] = max(weights.get(name, 0.0), round(weight, 2))

    taken: dict[Field, list[tuple[int, int]]] = {field: [] for field in Field}
    for name, places in found(sighting):
        for place in places:
            add(_named(name), PLACE[place.zone] * _nearness(sighting, place.zone, place.start) * place.weight)
            taken[place.zone.field].append((place.start, place.end))
    for group in groups_hit(decision):
        add(f"r:{group}", 0.5)
    for text in sighting.fields:
        for kind_name, start in (
            *_numbers(text),
            *_designations(text),
            *_names(text, taken[text.field]),
            *_words(text, taken[text.field]),
        ):
            if not text.is_muted(start):
                add(kind_name, PLACE[text.zone(start)] * _nearness(sighting, text.zone(start), start))
    if decision.article.entry.image:
        add(f"u:{decision.article.entry.image.rsplit('/', 1)[-1][-60:]}", 1.0)
    return tuple(sorted((*_chosen(weights), *((f"k:{value}", 1.0) for value in _sketch(sighting)))))


def _named(group: str) -> str:
    return f"g:{group.removeprefix(COUNTRY)}" if group.startswith(COUNTRY) else f"c:{group.removeprefix(CONCEPT)}"


def _nearness(sighting: Sighting, zone: Zone, start: int) -> float:
    """From 1 at the beginning of a text down to a half: what comes first is what happened."""
    if zone is not Zone.BODY:
        return 1.0
    text = sighting.fields[-1]
    return max(0.5, 1 - text.at(start) / (2 * _FAR))


def _chosen(weights: dict[str, float]) -> Iterator[Feature]:
    """The weightiest of each kind, bounded."""
    room = {"w": MOST_WORDS, "s": MOST_SKELETONS, "n": MOST_NUMBERS}
    left = MOST
    for name, weight in sorted(weights.items(), key=lambda item: (item[0][0] in room, -item[1], item[0])):
        kind = name[0]
        if left > 0 and room.get(kind, 1) > 0:
            room[kind] = room.get(kind, MOST) - 1
            left -= 1
            yield name, weight


# --- kinds of features ------------------------------------------------------------------------------------------------


def _numbers(text: FieldText) -> Iterator[tuple[str, int]]:
    for number, start, _ in numbers(text.folded.text):
        yield f"n:{number}", start


def _designations(text: FieldText) -> Iterator[tuple[str, int]]:
    """KN-23, NIS, BM-30: what no script translates. A text in capitals throughout holds none."""
    if text.folded.original.isupper():
        return
    for match in _DESIGNATION.finditer(text.folded.original):
        name = re.sub("[-– ]", "", match[0])
        if 2 <= len(name) <= 9:
            yield f"t:{name.lower()}", _folded_start(text, match.start())


def _folded_start(text: FieldText, start: int) -> int:
    """Nearly where an offset of the original lies in the folded text: good enough to tell the zone."""
    return min(start, max(len(text.folded.text) - 1, 0))


def _names(text: FieldText, taken: list[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Skeletons of words that may be names: capitals where a script has them, else every longer word."""
    row = language(text.lang)
    for (start, end), token in zip(text.spans, text.tokens, strict=True):
        if len(token) < 3 or any(first < end and start < last for first, last in taken):
            continue
        if reach(token) is Reach.INSIDE and not "가" <= token[0] <= "힣":
            for match in _KATAKANA.finditer(token.upper()):
                if found_skeleton := skeleton(match[0]):
                    yield f"s:{found_skeleton}", start
            continue
        if not _may_be_name(text, token, start, end):
            continue
        stems = row.stems(token)
        for form in {stems[0], min(stems, key=len)}:
            if len(form) >= 3 and (found_skeleton := skeleton(form, text.lang)):
                yield f"s:{found_skeleton}", start


def _may_be_name(text: FieldText, token: str, start: int, end: int) -> bool:
    first, _ = text.folded.origin(start, end)
    letter = text.folded.original[first : first + 1]
    if letter.lower() == letter.upper():  # a script without capitals
        return len(token) >= 3 if "가" <= letter <= "힣" else len(token) >= 4
    return letter.isupper()


def _words(text: FieldText, taken: list[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Words within a language, as stems; Han in twos."""
    row = language(text.lang)
    spans = zip(text.spans, text.tokens, strict=True)
    for number, ((start, end), token) in enumerate(spans):
        if number >= _TEXT_WORDS:
            return
        if reach(token) is Reach.INSIDE and not "가" <= token[0] <= "힣":
            for match in _HAN.finditer(token):
                for at in range(len(match[0]) - 1):
                    yield f"w:{text.lang}:{match[0][at : at + 2]}", start
        elif not token[0].isdigit() and (len(token) >= _LEAST_WORD or "가" <= token[0] <= "힣" and len(token) >= 2):
            if not any(first < end and start < last for first, last in taken):
                yield f"w:{text.lang}:{row.stems(token)[-1]}", start


def _sketch(sighting: Sighting) -> tuple[str, ...]:
    """The sketch of title and opening, without what the outlet adds to either."""
    texts = []
    for text in sighting.fields:
        end = text.muted[0][0] if text.field is Field.TITLE and text.muted else len(text.folded.text)
        texts.append(without_marks(text.folded.text[:end]) if text.field is Field.TITLE else text.folded.text)
    return sketch(texts)
