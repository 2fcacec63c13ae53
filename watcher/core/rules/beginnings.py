"""What the forms of a word begin with: the necessary condition that spares most tokens of a text their stemmers."""

from collections.abc import Iterator
from typing import Final

from watcher.core.rules.blocks import KEY
from watcher.core.rules.phrases import firsts, stem
from watcher.core.text.inflection import VOWELS, Cut, Snowball, Tail
from watcher.core.text.languages import Language
from watcher.core.text.words import first_word

FINE: Final = 5  # letters that tokens are refused by, and that drawers are parted by once they are opened


def beginnings(text: str, stem: str, row: Language) -> tuple[str, ...]:
    """What a token begins with, before what its language may add, that may be a form of a word with a stem.

    For languages that no word begins otherwise in.
    """
    inflection = row.inflection
    if isinstance(inflection, Tail):
        return tuple(dict.fromkeys([text, *_before_tails(text, inflection)]))
    shared = stem if isinstance(inflection, Cut) else _shared(text, stem) or text
    if isinstance(inflection, Cut | Snowball) and (found := inflection.shifts.behind(shared)):
        return tuple(dict.fromkeys([shared, *(shared[:-size] + ending for size, ending in found)]))
    return (shared,)


def common(line: str, row: Language, *, name: bool) -> str:
    """What all tokens begin with that may be the first word of a folded term; a name is also written in one word."""
    first = line if line.isalnum() else line[slice(*first_word(line))]
    if respells_nothing(row):
        return first
    written = firsts(line) if name and len(first) < len(line) else (first,)
    begun = [begin for word in written for begin in beginnings(word, stem(row, word), row)]
    return begun[0] if len(begun) == 1 else _shared(max(begun, default=""), min(begun, default=""))


def respells_nothing(row: Language) -> bool:
    """Whether all forms of a word begin with it."""
    match row.inflection:
        case Tail() as tails:
            return not (tails.shifts.pairs or tails.grades)
        case Cut() | Snowball():
            return False
        case _:
            return True


def _before_tails(text: str, inflection: Tail) -> Iterator[str]:
    """What a word is respelt to before endings."""
    yield from inflection.shifts.before(text)
    for weak, strong in inflection.grades:
        rest = text[: -1 - len(strong)]
        if rest and text[-1] in VOWELS and text[:-1].endswith(strong):
            changed = rest + weak + text[-1]
            if changed.startswith(text[:KEY]):
                yield changed


def _shared(word: str, stem: str) -> str:
    """The beginning that two words share."""
    if word.startswith(stem):
        return stem
    size = next((index for index, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b), len(stem))
    return word[:size]
