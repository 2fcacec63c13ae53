"""The terms of a vocabulary, sorted by the texts that they are looked for in."""

import re
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from itertools import repeat
from typing import Final

from watcher.core.rules.blocks import Block, Held, Part, folded, stands_in_runs
from watcher.core.rules.lookup import Words
from watcher.core.rules.loose import Inflected, Loose
from watcher.core.rules.phrases import bare
from watcher.core.rules.runs import Laid, Runs, has_runs
from watcher.core.rules.vocabulary import ANY, IN_RULES, Vocabulary, WordLists
from watcher.core.text.languages import PLAIN, Language, language, primary, staying

# Letters that a name in one word needs to hold in texts of other languages, where shorter ones are common words: German
# "Este", an Estonian, is Spanish for this.
LONG_NAME: Final = 6


class Shelf:
    """Terms that are looked for together, by words and in runs without spaces."""

    __slots__ = ("runs", "words")

    def __init__(self, parts: Iterable[Part], loose: Iterable[Inflected] = (), *, runs_of: Iterable[Block]) -> None:
        self.words = Words(parts, loose)
        self.runs = Runs([(block.tag, term) for block in runs_of for term in block.runs])


class Shelves:
    """All terms of a vocabulary, in blocks. Each is folded once, when the first text comes that it concerns."""

    __slots__ = ("_common", "_lists", "_loose", "_mixed", "_names", "_tags", "_vocabulary", "everywhere")

    def __init__(self, vocabulary: Vocabulary) -> None:
        names = [lists for lists in vocabulary.lists if not lists.common]
        self._names = [_block(tag, held) for tag, held in _by_tag(names, _tags(names)).items()]
        self._lists = [lists for lists in vocabulary.lists if lists.common]
        self._tags = tuple(_tags(self._lists))
        self._common: dict[str, Block] = {}
        self._vocabulary = vocabulary
        held = folded(PLAIN, self._of_none())
        alike = Block(ANY, PLAIN, filter(_stands, held))
        self._loose = Loose(filter(_is_plain, held))
        self._mixed = [term for term in held if not (_stands(term) or _is_plain(term))]
        parts = [_part(block, staying(block.row.code), holds_abroad) for block in self._names]
        self.everywhere = Shelf([_part(alike, PLAIN), *parts], runs_of=(alike, *self._names))

    def only_in(self, lang: str, *rows: Language) -> Shelf:
        """What is looked for in texts of one language only; in those of an unknown one, "", all that any language has.

        That is common words, names as words like any other, and terms of no language, which inflect as the text does:
        it has one row, except for whoever wants to know of texts in several languages at once.
        """
        common = self._common_in([tag for tag in self._tags if lang in ("", primary(tag)[0])])
        names = [_part(block, block.row, _inflects) for block in self._names if not lang or block.row in rows]
        parts, loose = [_part(block, block.row) for block in common], []
        for row in rows:
            respelt = self._respelt(row) if row.extra else []
            mixed = [*self._mixed, *(term for term in respelt if not _is_plain(term))]
            parts += [_part(Block(ANY, row, mixed), row)] if mixed else []
            loose += [Inflected(some, row) for some in (self._loose, Loose(filter(_is_plain, respelt))) if some]
        return Shelf([*parts, *names], loose, runs_of=common)

    def _of_none(self) -> list[Held]:
        """The terms of no language."""
        return [
            *zip(self._vocabulary.terms, repeat(IN_RULES)),
            *_by_tag(self._vocabulary.lists, (ANY,)).get(ANY, ()),
        ]

    def _respelt(self, row: Language) -> list[Laid]:
        """Those that a language also spells otherwise, so spelt."""
        letters = re.compile(f"[{''.join(letter for letter, _ in row.extra)}]", re.IGNORECASE)
        some = [held for held in self._of_none() if letters.search(held[0])]
        return folded(row, some)[len(some) :]

    def _common_in(self, tags: Collection[str]) -> list[Block]:
        """The blocks of common words under some tags."""
        missing = {tag for tag in tags if tag not in self._common}
        self._common |= {tag: _block(tag, held) for tag, held in _by_tag(self._lists, missing).items()}
        return [self._common[tag] for tag in tags]


def _by_tag(lists: Iterable[WordLists], tags: Container[str]) -> dict[str, list[Held]]:
    """The terms under some tags of languages."""
    found: dict[str, list[Held]] = {}
    for each in lists:
        for tag, terms in each.terms.items():
            if tag in found:
                found[tag].extend(zip(terms, repeat(each)))
            elif tag in tags:
                found[tag] = list(zip(terms, repeat(each)))
    return found


def _tags(lists: Iterable[WordLists]) -> dict[str, None]:
    """The tags of all languages that lists have terms in."""
    return {tag: None for each in lists for tag in each.terms if tag != ANY}


def _block(tag: str, held: Sequence[Held]) -> Block:
    row = language(tag)
    return Block(tag, row, folded(row, held))


def _part(block: Block, row: Language, admits: Callable[[str], bool] = bool) -> Part:
    """Those terms of a block that something admits, all as a row inflects them."""
    return Part(block, row, lambda written: row if admits(written) else None)


def _stands(term: Laid) -> bool:
    """Whether a term of no language stands as it is in texts of all."""
    line = term[1]
    return line.startswith(("/", "=", '"')) or stands_in_runs(line) or ("*" in line and bare(line).strip("*").isalnum())


def _is_plain(term: Laid) -> bool:
    """Whether a term of no language is nothing but words that inflect."""
    return "*" not in term[1] and not _stands(term)


def holds_abroad(written: str) -> bool:
    """Whether a name is too long to be a common word of another language."""
    return len(written.strip('="*')) >= LONG_NAME or " " in written or has_runs(written) or written.startswith("/")


def _inflects(written: str) -> bool:
    """Whether a name may have more forms in its own language than abroad: not patterns and runs."""
    return not written.startswith("/") and not has_runs(written)
