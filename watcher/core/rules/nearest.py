"""What comes nearest to a group or term that is not in an article: words refused, of another language, or much alike."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from watcher.core.rules.runs import is_run
from watcher.core.rules.sighting import Sighting, Spot
from watcher.core.rules.terms import Shape, parse_term
from watcher.core.rules.vocabulary import ANY, EXCEPT, WordLists
from watcher.core.text.fold import fold
from watcher.core.text.languages import primary
from watcher.core.text.words import tokens

SHOWN: Final = 3
ALIKE: Final = 80.0  # of 100, rapidfuzz's ratio: a slip of the pen, or another ending
KINDRED: Final = 55.0  # is enough for words that begin alike: Militärhilfe and Militär have 74
BEGINNING: Final = 4  # letters; "und" is not nearly "UN", so shorter words are not compared at all
LOOKED_AT: Final = 1_500  # words of an article, from its start, and as many terms: this is for a person who waits
LONGEST: Final = 40  # letters of a word that is compared
WORDS: Final = 3  # in a row, for phrases


class Nearest(NamedTuple):
    """A word of the text, the term it is compared with, and why it is no hit."""

    word: str
    term: str
    why: str


def nearest(sighting: Sighting, atom: str) -> tuple[Nearest, ...]:
    """The words of an article that come nearest to an atom that has no place in it, the nearest first."""
    atoms = _with_included(sighting, atom)
    found: dict[str, Nearest] = {}
    for one in (*_refused(sighting, atoms), *_foreign(sighting, atoms), *_alike(sighting, atoms)):
        found.setdefault(one.word, one)
    return tuple(islice(found.values(), SHOWN))


def _with_included(sighting: Sighting, atom: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = [atom]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += sighting.vocabulary.includes.get(name, ())
    return tuple(found)


# --- words that were found and refused --------------------------------------------------------------------------------


def _refused(sighting: Sighting, atoms: Iterable[str]) -> Iterator[Nearest]:
    for atom in atoms:
        clauses = {clause.slot: clause for clause in sighting.vocabulary.company.get(atom, ())}
        proposed = [one for one in sighting.proposed.items() if one[0].atom == atom]
        excepted = any(listing.slot == EXCEPT for listing, _ in proposed)
        for listing, spots in sorted(proposed, key=lambda one: one[0].slot):
            slot = listing.slot
            if slot == EXCEPT:
                continue
            word, muted = _word(sighting, spots[0])
            why = "is not written as the term asks"
            if muted:
                why = "stands only where the page leads to other articles, or repeats itself"
            elif slot in clauses:
                within = f"within {clauses[slot].within} words of" if clauses[slot].within else "together with"
                why = f"counts only {within} {clauses[slot].expression}"
            elif excepted:
                why = "stands inside an exception"
            yield Nearest(word, listing.term.notation, why)


def _word(sighting: Sighting, spot: Spot) -> tuple[str, bool]:
    """What stands at a proposal, in the original, and whether that is muted."""
    number, start, end, *_ = spot
    text = sighting.fields[number]
    first, last = text.folded.origin(start, end)
    return text.folded.original[first:last][: LONGEST * WORDS], text.is_muted(start)


# --- words of the text beside the terms of the lists ------------------------------------------------------------------


def _foreign(sighting: Sighting, atoms: tuple[str, ...]) -> Iterator[Nearest]:
    """Words that stand in the group's list of another language, which this text is not read in."""
    langs = {field.lang for field in sighting.fields}
    lists = [
        (lang, written)
        for words in _lists(sighting, atoms)
        for lang, written in words.terms.items()
        if words.gated(lang) and primary(lang)[0] not in langs
    ]
    present = _grams(sighting)
    for lang, written in lists if "" not in langs else ():
        for term, folded in _terms(written):
            if folded in present:
                why = f"is in the {lang} list, and this text is read as {'/'.join(sorted(langs))}"
                yield Nearest(present[folded], term, why)


def _alike(sighting: Sighting, atoms: tuple[str, ...]) -> Iterator[Nearest]:
    """Words much like a term that holds in the document's language."""
    from rapidfuzz import fuzz, process  # only an explanation needs it

    langs = {field.lang for field in sighting.fields}
    lists: list[tuple[str, Sequence[str]]] = [(ANY, (atom,)) for atom in atoms if not atom.startswith("@")]
    lists += [each for words in _lists(sighting, atoms) for each in words.terms.items()]
    terms: dict[str, tuple[str, str]] = {}
    for lang, written in lists:
        if "" in langs or lang == ANY or primary(lang)[0] in langs:
            for term, folded in islice(_terms(written), LOOKED_AT - len(terms)):
                terms.setdefault(folded, (term, lang))
    choices: dict[int, list[str]] = {}  # by the number of words
    for folded in terms:
        if len(folded) >= BEGINNING:
            choices.setdefault(folded.count(" "), []).append(folded)
    found: list[tuple[float, Nearest]] = []
    for folded, word in _grams(sighting).items():
        rivals = choices.get(folded.count(" "), ()) if len(folded) >= BEGINNING else ()
        best = process.extractOne(folded, rivals, scorer=fuzz.ratio, score_cutoff=KINDRED)
        if best is not None and (best[1] >= ALIKE or folded[:BEGINNING] == best[0][:BEGINNING]):
            term, lang = terms[best[0]]
            where = "which no list holds" if lang == ANY else f"not in the {lang} list"
            found.append((best[1], Nearest(word, term, f"is much like {term}, but {where}")))
    yield from (one for _, one in sorted(found, reverse=True)[:SHOWN])


def _lists(sighting: Sighting, atoms: Iterable[str]) -> list[WordLists]:
    wanted = set(atoms)
    return [words for words in sighting.vocabulary.lists if words.atom in wanted and words.slot != EXCEPT]


def _terms(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Terms as written, with their folded words, which is what a text can be compared with."""
    terms = [parse_term(term) for term in written[:LOOKED_AT]]
    # Folded one by one they would take ten times as long.
    folded = fold("\n".join(term.text for term in terms)).text.split("\n")
    for term, text in zip(terms, folded, strict=True):
        if term.shape is not Shape.PATTERN and not is_run(text):
            yield term.notation, " ".join(tokens(text))


def _grams(sighting: Sighting) -> dict[str, str]:
    """One, two and three words in a row of an article, folded, with what stands there."""
    found: dict[str, str] = {}
    for field in sighting.fields:
        spans = field.spans[:LOOKED_AT]
        for size in range(1, WORDS + 1):
            for first in range(len(spans) - size + 1):
                folded = " ".join(field.tokens[first : first + size])
                if folded not in found and len(folded) <= LONGEST:
                    start, end = field.folded.origin(spans[first][0], spans[first + size - 1][1])
                    found[folded] = field.folded.original[start:end]
    return found
