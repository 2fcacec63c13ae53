r"""How a single term is written, in a list or in a rule, and what that means.

Nordkorea        the word, inflected           Kim Jong Un      the words in a row, each inflected
Militär*  *korea  *delegation                  beginning with, holding, ending in
"arms"           this form only, any case      =KVA  ="Storm Corps"   exactly so: case, accents and form
/KN-?\d{2}/      a regular expression over the folded text       term^0.6   with a weight
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

from watcher import late
from watcher.core.rules.essence import essence
from watcher.core.text.fold import fold
from watcher.core.text.words import Reach, reach, tokens
from watcher.errors import RuleError

MAX_TERM: Final = 200  # characters; nobody's term is longer, and a list may come from anywhere
MIN_WILDCARD: Final = 3  # letters beside a *; fewer hit everything
PATTERN_SECONDS: Final = 0.05  # how long one regular expression may look at one field
WEIGHTS: Final = (0.0, 10.0)  # more than none, at most ten times a plain term

_SPECIAL: Final = late.pattern(r'[=*"/^@|“”„\x00-\x1f]|^[-+]|^\W*$')  # a term without these is plain words
_TAME: Final = r'\w[^=*"/^@|“”„\x00-\x1f]'
# Lists in which every line is of a kind that cannot be wrong; the rest is looked at term by term. Atomic, or a line
# that fails would be tried in two ways for each line before it.
_SOUND: Final = late.pattern(
    rf'(?>(?:=?"{_TAME}{{0,190}}"|={_TAME}{{0,190}}|\*{_TAME}{{2,190}}\*?|{_TAME}{{2,190}}\*|{_TAME}{{0,190}})(?:\^0\.\d)?\n)*+'
)
# Marks of the rule language, and quotes that stand at the edge of a word: צה"ל has one inside.
_MARK_INSIDE: Final = late.pattern(r'[\^=|@\x00-\x1f]|(?<!\w)["“”„]|["“”„](?!\w)')
_LETTER: Final = late.pattern("[a-z0-9]")  # of most terms; a pattern of all letters takes a start too long to compile
_PATTERN_PART: Final = late.pattern(r"\\.|.", re.DOTALL)
_WEIGHT: Final = late.pattern(r"(?s)(.*[^^])\^(\d+(?:\.\d+)?)")


class Shape(Enum):
    """What kind of comparison a term asks for."""

    WORDS = "inflected words"
    FORM = "this form only"
    EXACT = "exactly as written"
    PATTERN = "regular expression"


class Term(NamedTuple):
    """A term that was understood. `text` is what is looked for, without the marks around it."""

    notation: str  # as written, without its weight
    shape: Shape
    text: str
    weight: float = 1.0


def all_sound(written: Iterable[str]) -> bool:
    """Whether a whole list of terms is plainly well written; False means that somebody should look closer."""
    lines = list(written)
    text = "\n".join(lines)
    return not lines or (text.count("\n") == len(lines) - 1 and _SOUND.fullmatch(f"{text}\n") is not None)


def is_plain(written: str) -> bool:
    """Whether a term is nothing but words, so that nothing can be wrong with it."""
    return written != "" and len(written) <= MAX_TERM and not written.isspace() and not _SPECIAL.search(written)


def parse_term(written: str, *, sound: bool = False) -> Term:
    """Understand a term of a list; raise RuleError with the column.

    Of a term that is known to be `sound`, no regular expression is compiled: most come near no text.
    """
    text = written.strip()
    if is_plain(text):
        return Term(text, Shape.WORDS, text)
    if not text:
        raise RuleError("an empty term", source=written, column=1, hint="remove it")
    return _parse_marked(written, text, sound=sound)


def _parse_marked(written: str, text: str, *, sound: bool) -> Term:
    if len(text) > MAX_TERM:
        raise RuleError(f"a term of more than {MAX_TERM} characters", source=text[:60], column=1)
    weighted = _WEIGHT.fullmatch(text)
    body, weight = (weighted[1], parse_weight(weighted[2], written)) if weighted else (text, 1.0)
    if body.startswith("/"):
        return Term(body, Shape.PATTERN, body[1:-1], weight) if sound else _pattern(body, weight, written)
    shape = Shape.EXACT if body.startswith("=") else Shape.WORDS
    inner = body[1:].strip() if shape is Shape.EXACT else body
    if inner.startswith('"'):
        if len(inner) < 3 or not inner.endswith('"'):
            raise RuleError("a quote is not closed", source=written, column=written.index('"') + 1)
        shape = Shape.FORM if shape is Shape.WORDS else shape
        inner = inner[1:-1].strip()
    _refuse_marks(inner, shape, written)
    folded = fold(inner).text
    if not _LETTER.search(folded) and not tokens(folded):
        raise RuleError("a term without a letter or digit", source=written, column=1)
    return Term(body, shape, inner, weight)


def parse_weight(digits: str, source: str, column: int = 0) -> float:
    """The number after ^; raise RuleError if it is out of bounds."""
    weight = float(digits)
    if not WEIGHTS[0] < weight <= WEIGHTS[1]:
        column = column or source.rfind("^") + 1
        raise RuleError(f"a weight of {digits}", source=source, column=column, hint="more than 0, at most 10")
    return weight


def _refuse_marks(inner: str, shape: Shape, written: str) -> None:
    if inner[:1] in ("-", "+"):
        hint = "to exclude something write !term"
        raise RuleError(f"a term that begins with {inner[0]}", source=written, column=1, hint=hint)
    wrong = _MARK_INSIDE.search(inner)
    if wrong:
        column = written.find(wrong[0], written.find(inner)) + 1
        raise RuleError(f"{wrong[0]} inside a term", source=written, column=column, hint="one term in each text")
    words = inner.split() if shape is Shape.WORDS else []
    for word in words:
        bare = word.strip("*")
        column = written.find(word) + 1
        if "*" in bare:
            raise RuleError("a * in the middle of a word", source=written, column=column, hint="use a /pattern/")
        # In a phrase the other words see to it that a short one does not hit everything.
        if bare != word and len(bare) < MIN_WILDCARD and len(words) == 1 and reach(fold(bare).text) is Reach.WORD:
            hint = f"a * needs at least {MIN_WILDCARD} letters beside it"
            raise RuleError(f"{word} would hit nearly everything", source=written, column=column, hint=hint)


def _pattern(body: str, weight: float, written: str) -> Term:
    import regex  # a fiftieth of a second, for terms that few texts ask for

    inner = body[1:-1]
    if len(body) < 3 or not body.endswith("/"):
        raise RuleError("a regular expression is not closed", source=written, column=1, hint="write /…/")
    try:
        compiled = compile_pattern(inner)
    except regex.error as error:
        column = written.index("/") + 2 + (error.pos or 0)
        raise RuleError(f"not a regular expression: {error.msg}", source=written, column=column) from error
    if compiled.match(""):
        raise RuleError("a regular expression that matches nothing at all", source=written, column=1)
    return Term(body, Shape.PATTERN, inner, weight)


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Any:
    """A compiled pattern for folded text: case and accents have gone from it, so they go from the pattern's letters."""
    import regex

    return regex.compile(_folded_pattern(pattern), regex.IGNORECASE | regex.VERSION0)


def needed(pattern: str) -> tuple[str, ...]:
    """What a folded text must hold one of for the pattern to match in it; "" is in every text."""
    return essence(_folded_pattern(pattern)) or ("",)


def _folded_pattern(pattern: str) -> str:
    """A pattern with its letters folded as texts are: é is e, ß is (?:ss). What is ASCII or escaped stays."""
    pieces, in_class = [], False
    for match in _PATTERN_PART.finditer(unicodedata.normalize("NFC", pattern)):
        part = match[0]
        in_class = (in_class or part == "[") and part != "]"
        if not part.isascii() and not part.startswith("\\"):
            folded = fold(part).text
            if len(folded) > 1 and in_class:
                import regex

                hint = f"write (?:{folded}|…) instead of […]"
                raise regex.error(f"{part} is {folded} in a folded text, and no single letter in []; {hint}")
            part = f"(?:{folded})" if len(folded) > 1 else re.escape(folded)
        pieces.append(part)
    return "".join(pieces)


def explodes(pattern: str) -> bool:
    """Whether a pattern takes its whole time on a short text that was made to be hard."""
    letters = "".join(dict.fromkeys(char for char in pattern.lower() if char.isalnum()))[:4] or "a"
    for hard in (f"{letters * 500}!", f"{letters[0] * 2000}!", f"{'a b ' * 500}!", " " * 2000):
        try:
            compile_pattern(pattern).search(hard, timeout=PATTERN_SECONDS)
        except TimeoutError:
            return True
    return False
