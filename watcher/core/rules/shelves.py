"""The terms of a vocabulary, sorted by the texts that they are looked for in: folded list by list, not yet understood."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Final, NamedTuple, TypeVar

from watcher.core.rules.anywords import AnyWords
from watcher.core.rules.lookup import Words
from watcher.core.rules.phrases import bare
from watcher.core.rules.runs import Runs, has_runs, is_run
from watcher.core.rules.vocabulary import ANY, IN_RULES, Holder, Laid, Vocabulary, WordLists
from watcher.core.text.fold import fold
from watcher.core.text.languages import PLAIN, Language, language, primary, staying

# Letters that a name in one word needs to hold in texts of other languages, where shorter ones are common words: German
# "Este", an Estonian, is Spanish for this.
LONG_NAME: Final = 6

T = TypeVar("T")
Held = tuple[str, Holder]  # a term as written, and what holds it


class Shelf(NamedTuple):
    """Terms that are looked for together, by words and in runs without spaces."""

    words: Words
    runs: Runs

    def lay(self, row: Language, tag: str, terms: Sequence[Laid]) -> None:
        """Take in terms of one language."""
        if has_runs("\n".join([folded for _, folded, _ in terms])):
            runs, terms = _parted(terms, _is_run)
            self.runs.lay(tag, runs)
        self.words.lay(row, tag, terms)

    def lay_all(self, row: Language, tag: str, held: Sequence[Held]) -> None:
        """Take in terms of one language in each of its spellings."""
        terms = _folded(row, held)
        self.lay(row, tag, terms)
        if row.extra:
            self.lay(row, tag, list(_respelt(row, terms)))


class AnyShelf(NamedTuple):
    """Terms of no language, apart by what a text's language makes of them."""

    terms: Sequence[Laid]
    words: AnyWords  # those that inflect as the text does
    wild: Sequence[Laid]  # those with wildcards, beside which other words inflect
    shelf: Shelf  # those that stand as they are: runs and patterns


def names(vocabulary: Vocabulary) -> Shelf:
    """What is looked for in every text: long names, which abroad only take on an ending of their own language."""
    shelf = Shelf(Words(), Runs())
    lists = (each for each in vocabulary.lists if not each.common)
    for tag, held in _gathered(lists, lambda tag: tag != ANY):
        shelf.lay_all(staying(primary(tag)[0]), tag, [each for each in held if holds_abroad(each[0])])
    return shelf


def any_terms(vocabulary: Vocabulary) -> AnyShelf:
    """What is looked for in every text, inflecting as that does."""
    held: list[Held] = list(zip(vocabulary.terms, repeat(IN_RULES)))
    for _, some in _gathered(vocabulary.lists, lambda tag: tag == ANY):
        held += some
    terms = _folded(PLAIN, held)
    standing, others = _parted(terms, lambda term: term[1].startswith("/") or _is_run(term))
    shelf = Shelf(Words(), Runs())
    shelf.lay(PLAIN, ANY, standing)
    wild, worded = _parted(others, lambda term: "*" in term[1])
    return AnyShelf(terms, AnyWords(worded), wild, shelf)


def words_of(vocabulary: Vocabulary, lang: str, row: Language, beside: AnyShelf) -> Shelf:
    """What is looked for in texts of one language only; in those of an unknown one, "", all that any language has.

    That is common words, names as words like any other, and terms of no language that this one spells in its own way.
    """
    shelf = Shelf(Words(), Runs())
    common, others = _parted(vocabulary.lists, lambda lists: lists.common)
    for tag, held in _gathered(common, lambda tag: tag != ANY and lang in ("", primary(tag)[0])):
        shelf.lay_all(language(tag), tag, held)
    for tag, held in _gathered(others, lambda tag: tag != ANY and (not lang or language(tag) is row)):
        shelf.lay_all(language(tag), tag, [each for each in held if not has_runs(each[0])])
    shelf.lay(row, ANY, beside.wild)
    if row.extra:
        shelf.lay(row, ANY, list(_respelt(row, beside.terms)))
    return shelf


def holds_abroad(written: str) -> bool:
    """Whether a name is too long to be a common word of another language."""
    return len(written.strip('="*')) >= LONG_NAME or " " in written or has_runs(written)


def _is_run(term: Laid) -> bool:
    folded = term[1]
    return not folded.isascii() and not folded.startswith("/") and is_run(bare(folded))


def _parted(those: Iterable[T], apart: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    """Those of which something holds, and the others."""
    found: list[T] = []
    others: list[T] = []
    for each in those:
        (found if apart(each) else others).append(each)
    return found, others


def _gathered(lists: Iterable[WordLists], wanted: Callable[[str], bool]) -> Iterator[tuple[str, list[Held]]]:
    """The terms of the languages that are wanted, by the tag of the language."""
    found: dict[str, list[Held] | None] = {}
    for each in lists:
        for tag, terms in each.terms.items():
            if tag not in found:
                found[tag] = [] if wanted(tag) else None
            held = found[tag]
            if held is not None:
                held.extend(zip(terms, repeat(each)))
    for tag, held in found.items():
        if held is not None:
            yield tag, held


def _folded(row: Language, held: Sequence[Held]) -> list[Laid]:
    lines = _spelt(row, [written for written, _ in held])[0]
    return [(written, folded, holder) for (written, holder), folded in zip(held, lines, strict=True)]


def _respelt(row: Language, terms: Sequence[Laid]) -> Iterator[Laid]:
    """Terms that a language spells otherwise too, as it does: Aethiopien."""
    spellings = _spelt(row, [written for written, _, _ in terms])
    for (written, usual, holder), other in zip(terms, spellings[-1], strict=True):
        if other != usual and not written.startswith(("=", "/")):
            yield written, other, holder


def _spelt(row: Language, written: Sequence[str]) -> list[list[str]]:
    """Each folded spelling of terms. Folded in one go: one by one would cost more than all the rest."""
    spellings = [spelt.split("\n") for spelt in row.spellings("\n".join(written))]
    if all(len(lines) == len(written) for lines in spellings):
        return spellings
    return [[fold(term).text.replace("\n", " ") for term in written]]  # an entity was a line's end
