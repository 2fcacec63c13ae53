"""From the text of a rule to its operators by Lark, or to a RuleError that shows the place and says what would do."""

import re
from functools import lru_cache
from typing import Any, Final, NoReturn

from watcher import late
from watcher.core.rules.expression import And, AtLeast, Atom, Not, Operator, Or
from watcher.core.rules.grammar import GRAMMAR, MAX_DEPTH, MAX_RULE, read_fact
from watcher.core.rules.operators import (
    DEFAULT_NEAR,
    OPERATORS,
    Age,
    Before,
    Count,
    Fact,
    Near,
    Scope,
    Sentence,
)
from watcher.core.rules.parser import (
    Lark,
    Token,
    Transformer,
    UnexpectedCharacters,
    UnexpectedInput,
    UnexpectedToken,
    parser,
    v_args,
)
from watcher.core.rules.terms import parse_term, parse_weight
from watcher.errors import RuleError

MAX_NEAR: Final = 1000  # words; fields lie further apart than that

# What a person would call the terminals that Lark says it waits for.
NAMES: Final = {
    "_AND": "&",
    "_OR": "|",
    "RPAR": ")",
    "LPAR": "(",
    "COMMA": ",",
    "WORD": "a term",
    "GROUP": "a @group",
    "DISTANCE": "a number of words",
    "COMPARISON": "a comparison such as >= 3",
    "$END": "the end",
}
OPERANDS: Final = frozenset({"WORD", "QUOTED", "GROUP", "PATTERN", "AT_LEAST", "FACT", "AGE", "SCOPE", "_NOT", "LPAR"})
COMPARED: Final = "a comparison is age < 48h (min, h, d, w) or count(term) >= 3"
CALLS: Final = ("near", "before", "sentence", "count")
_PREFIXES: Final = late.pattern(rf"(?:(?:!|NOT\s|title:|lead:|text:)\s*){{{MAX_DEPTH},}}")
_OPAQUE: Final = late.pattern(r'"[^"\n]*"|(?<![^\s(,!&|])/(?:\\.|[^/\\\n])+/')


def build(source: str) -> Operator:
    """Understand any rule; raise RuleError with the column and what was expected."""
    _bound(source)
    try:
        return _parser().parse(source)  # type: ignore[return-value]  # Lark says Tree; our transformer makes operators
    except RuleError as error:
        column = error.column or max(source.find(error.message.split()[0]) + 1, 1)
        raise RuleError(error.message, source=source, column=column, hint=error.hint) from error
    except UnexpectedInput as error:
        _explain(error, source)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    """Made when the first rule is read."""
    return parser(GRAMMAR, _Builder())


def _bound(source: str) -> None:
    if not source.strip():
        raise RuleError("an empty rule", source=source, column=1, hint="a rule is words and @groups joined by & and |")
    if len(source) > MAX_RULE:
        hint = "put the words into a group"
        raise RuleError(f"a rule of more than {MAX_RULE} characters", source=source[:60], column=1, hint=hint)
    plain = _OPAQUE.sub(lambda match: "x" * len(match[0]), source)
    opened: list[int] = []
    for column, char in enumerate(plain, start=1):
        if char == "(":
            opened.append(column)
        elif char == ")":
            if not opened:
                raise RuleError("this ) closes nothing", source=source, column=column, hint="remove it, or open one")
            opened.pop()
        if len(opened) > MAX_DEPTH:
            raise RuleError(f"parentheses deeper than {MAX_DEPTH}", source=source[: column + 1], column=column)
    if opened:
        raise RuleError("this ( is never closed", source=source, column=opened[-1], hint="add a )")
    chain = _PREFIXES.search(plain)
    if chain:
        raise RuleError(f"more than {MAX_DEPTH} prefixes in a row", source=source, column=chain.start() + 1)


# --- building ---------------------------------------------------------------------------------------------------------


@v_args(inline=True)
class _Builder(Transformer[Token, Operator]):
    """Makes operators of what Lark found. Each method is named for the line of the grammar that it serves."""

    def disjunction(self, *operands: Operator) -> Operator:
        return Or(of=operands)

    def conjunction(self, *operands: Operator) -> Operator:
        return And(of=operands)

    def negation(self, operand: Operator) -> Operator:
        return Not(operand=operand)

    def scope(self, name: Token, operand: Operator) -> Operator:
        return Scope(name=name[:-1], operand=operand)

    def atom(self, written: Token, weight: Token | None) -> Operator:
        if not written.startswith("@"):
            _shifted(parse_term, written)
        return Atom(
            key=str(written),
            weight=1.0 if weight is None else _shifted(lambda text: parse_weight(text[1:], text), weight),
        )

    def fact(self, token: Token) -> Operator:
        return read_fact(token)

    def age(self, token: Token) -> Operator:
        match = re.fullmatch(r"age\s*([<>])\s*(\d+)\s*(\w+)", token)
        assert match, "the terminal AGE has this form"
        return Age(sign=match[1], n=int(match[2]), unit=match[3])

    def near(self, a: Operator, b: Operator, words: Token | None) -> Operator:
        return Near(a=_measured("near", a), b=_measured("near", b), words=_distance(words))

    def before(self, a: Operator, b: Operator, words: Token | None) -> Operator:
        return Before(a=_measured("before", a), b=_measured("before", b), words=_distance(words))

    def sentence(self, *operands: Operator) -> Operator:
        return Sentence(of=tuple(_measured("sentence", operand) for operand in operands))

    def at_least(self, number: Token, *operands: Operator) -> Operator:
        n = int(number.split()[0])
        if not 1 <= n <= len(operands):
            raise _MisplacedError(number, f"{n} of {len(operands)}", f"a number from 1 to {len(operands)}")
        return AtLeast(n=n, of=operands)

    def count(self, operand: Operator, comparison: Token) -> Operator:
        match = re.fullmatch(r"([<>=]+)\s*(\d+)", comparison)
        assert match, "the terminal COMPARISON has this form"
        return Count(operand=_measured("count", operand), sign=match[1], n=int(match[2]))


class _MisplacedError(RuleError):
    """A fault that knows its token; the column is known once the source is."""

    def __init__(self, token: Token, message: str, hint: str) -> None:
        super().__init__(message, column=token.column or 0, hint=hint)


def _measured(name: str, operand: Operator) -> Operator:
    """What distances are measured between must have places, and must not lose them when a page is read."""
    if not operand.has_places():
        hint = "terms, @groups, alternatives with |, near, before, sentence and title:, lead:, text: have places"
        raise RuleError(f"{name} cannot look for {operand}", hint=hint)
    return operand


def _distance(token: Token | None) -> int:
    if token is None:
        return DEFAULT_NEAR
    if not 0 <= int(token) <= MAX_NEAR:
        raise _MisplacedError(token, f"a distance of {token} words", f"a number up to {MAX_NEAR}")
    return int(token)


def _shifted(parse: Any, token: Token) -> Any:
    """Parse a part of the rule; a fault in it is shown at its place in the rule."""
    try:
        return parse(str(token))
    except RuleError as error:
        start = token.column or 1
        raise RuleError(error.message, column=start + max(error.column, 1) - 1, hint=error.hint) from error


# --- explaining -------------------------------------------------------------------------------------------------------


def _explain(error: UnexpectedInput, source: str) -> NoReturn:
    at = len(source.rstrip())
    if isinstance(error, UnexpectedCharacters):
        at = getattr(error, "pos_in_stream", 0)  # typed as None
        message, hint = _unknown(source, at, error.allowed)
    elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
        at = error.token.start_pos or 0
        message, hint = _unexpected(error.token, error.accepts or error.expected, source[:at])
    else:
        accepted = (error.accepts or error.expected) if isinstance(error, UnexpectedToken) else set()
        message, hint = "the rule ends too early", f"expected {_choices(accepted)}"
    raise RuleError(message, source=source, column=at + 1, hint=hint) from None


def _unexpected(token: Token, accepted: set[str], before: str) -> tuple[str, str]:
    last = re.split(r"[\s(]+", before.rstrip())[-1]
    if token.type == "LPAR" and "_AND" in accepted:
        return f"no operator is called {last}", _nearest(last, CALLS, "operators with parentheses are")
    if token.type in OPERANDS and "_AND" in accepted:
        for word in (last, str(token)):
            if word in ("and", "or", "not"):
                return (
                    f"{word} is a term here",
                    f"write {word.upper()}, or {dict(zip(('and', 'or', 'not'), '&|!', strict=True))[word]}",
                )
        phrase = f', or quotes around a phrase: "{last} {token}"' if token.type == "WORD" and last.isalnum() else ""
        return "two terms side by side", f"put & or | between them: {last} & {token}{phrase}"
    if token.type == "COMPARISON":
        return f"{token} does not fit here", COMPARED
    return f"{token} does not fit here", f"expected {_choices(accepted)}"


def _unknown(source: str, at: int, allowed: set[str]) -> tuple[str, str]:
    char, last = source[at], re.split(r"[\s(,&|!]+", source[:at])[-1]
    if char == ":" and last:
        fields = (*Scope.ZONES, *Fact.LOOKUPS)
        return f"no field is called {last}", _nearest(last, fields, "the fields are")
    if char in "“”„«»":
        return f"{char} is not a quote that rules know", 'use straight quotes: "…"'
    if char == '"':
        return "a quote is not closed", 'write "…"'
    if char == "/":
        return "a regular expression is not closed", "write /…/"
    if source[:at].rstrip().endswith("age") or char in "<>":
        return f"{char} does not fit here", COMPARED
    return f"{char} does not fit here", f"expected {_choices(allowed)}"


def _nearest(word: str, known: tuple[str, ...], otherwise: str) -> str:
    from rapidfuzz import process  # only a fault needs it

    found = process.extractOne(word, known, score_cutoff=60)
    return f"did you mean {found[0]}?" if found else f"{otherwise} {', '.join(known)}"


def _choices(accepted: set[str]) -> str:
    if "WORD" in accepted:
        return "a term, a @group or ("
    named = [
        NAMES[name] for name in ("_AND", "_OR", "COMMA", "RPAR", "DISTANCE", "COMPARISON", "$END") if name in accepted
    ]
    return " or ".join(named) or ", ".join(OPERATORS)
