"""The grammar of rules, and a short way to read most of them.

Rules are read by Lark, which says what is wrong with one (`builder`). That takes .4 ms a rule, and a twentieth of a
second of each start to load. Most rules are terms, groups and facts joined by &, | and !, which a loop reads in a
sixth of the time; whatever it does not know at once is left to Lark.
"""

import re
import sys
from collections.abc import Sequence
from typing import Final

from watcher import late
from watcher.core.rules.expression import And, Atom, Not, Operator, Or
from watcher.core.rules.operators import Fact
from watcher.core.rules.terms import parse_term, parse_weight
from watcher.core.text.fold import fold
from watcher.errors import RuleError

MAX_RULE: Final = 20_000  # characters
MAX_DEPTH: Final = 50  # of parentheses and prefixes; evaluation recurses

GRAMMAR: Final = r"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: prefixed (_AND prefixed)*
?prefixed: _NOT prefixed -> negation
    | SCOPE prefixed -> scope
    | operand
?operand: GROUP [WEIGHT] -> atom
    | (WORD | QUOTED | PATTERN) [WEIGHT] -> atom
    | FACT -> fact
    | AGE -> age
    | _NEAR "(" disjunction "," disjunction ["," DISTANCE] ")" -> near
    | _BEFORE "(" disjunction "," disjunction ["," DISTANCE] ")" -> before
    | _SENTENCE "(" disjunction ("," disjunction)+ ")" -> sentence
    | AT_LEAST "(" disjunction ("," disjunction)+ ")" -> at_least
    | _COUNT "(" disjunction ")" COMPARISON -> count
    | "(" disjunction ")"

_OR.3: "|" | /OR(?=[\s(!@"])/
_AND.3: "&" | /AND(?=[\s(!@"])/
_NOT.3: "!" | /NOT(?=[\s(!@"])/
SCOPE.3: /(?:title|lead|text):/
FACT.3: /(?:url|source|author|tag|lang|country|cites):(?:"[^"\n]+"|[^\s()|&,"]+)/
AGE.3: /age\s*[<>]\s*\d{1,6}\s*(?:min|h|d|w)\b/
_NEAR.3: /near(?=\s*\()/
_BEFORE.3: /before(?=\s*\()/
_SENTENCE.3: /sentence(?=\s*\()/
_COUNT.3: /count(?=\s*\()/
AT_LEAST.3: /\d{1,3}\s+of(?=\s*\()/
DISTANCE.3: /\d{1,9}(?=\s*\))/
COMPARISON.3: /(?:>=|<=|>|<|=)\s*\d{1,6}/
WEIGHT.3: /\^\d+(?:\.\d+)?/
GROUP: /@[\w-]+/
QUOTED: /=?"[^"\n]+"/
PATTERN: /\/(?:\\.|[^\/\\\n])+\//
WORD: /=?\*?[^\s&|!()",^@<>=*:\/“”„]+(?:\/[^\s&|!()",^@<>=*:\/“”„]+)*\*?/
%ignore /\s+/
"""

_IN_WORDS: Final = frozenset(["AND", "OR", "NOT"])


def _piece() -> str:
    """A fact, a term or group with its weight, or a mark that joins them, as the grammar writes them."""
    found = dict(re.findall(r"^(FACT|WEIGHT|GROUP|QUOTED|PATTERN|WORD)[.3]*: /(.+)/$", GRAMMAR, re.MULTILINE))
    fact, weight, *terms = found.values()
    return rf"(?:({fact})|({'|'.join(terms)})\s*({weight})?|([&|!()]))\s*"


_PIECE: Final = late.pattern(_piece)


def parse_rule(source: str) -> Operator:
    """Understand a rule; raise RuleError with the column and what was expected."""
    rule = plainly(source)
    if rule is None:
        from watcher.core.rules.builder import build  # loads Lark

        rule = build(source)
    return rule


def plainly(source: str) -> Operator | None:
    """Understand a rule of terms, groups, facts, &, |, ! and parentheses; None if it is another, or wrong."""
    either: list[Operator] = []  # the alternatives before …
    both: list[Operator] = []  # … what the last one joins, and what stands before the next of that
    vetoes = 0
    outer: list[tuple[list[Operator], list[Operator], int]] = []
    wanting = True  # a term or group, rather than a mark
    for operand, mark in _pieces(source):
        if not wanting and mark == "&":
            wanting = True
        elif not wanting and mark == "|":
            either.append(_joined(And, both))
            both, wanting = [], True
        elif not wanting and mark == ")" and outer:
            inner = _joined(Or, [*either, _joined(And, both)])
            either, both, vetoes = outer.pop()
            both.append(_vetoed(inner, vetoes))
            vetoes = 0
        elif wanting and mark == "!":
            vetoes += 1
        elif wanting and mark == "(":
            outer.append((either, both, vetoes))
            either, both, vetoes = [], [], 0
        elif wanting and operand:
            both.append(_vetoed(operand, vetoes))
            vetoes, wanting = 0, False
        else:
            return None
    return None if wanting or outer else _joined(Or, [*either, _joined(And, both)])


def read_fact(written: str) -> Fact:
    """Understand a fact as the grammar writes it."""
    name, value = written.split(":", 1)
    return Fact(name=name, value=fold(value.strip('"').strip()).text)


def _pieces(source: str) -> list[tuple[Operator | None, str]]:
    """Operands, and marks; nothing if there is something else, or so much that it may be too much."""
    source = source.strip()
    pieces: list[tuple[Operator | None, str]] = []
    at = deep = 0
    while at < len(source) <= MAX_RULE and deep <= MAX_DEPTH:
        match = _PIECE.match(source, at)
        if match is None:
            return []
        fact, written, weight, mark = match.groups()
        try:
            operand = read_fact(fact) if fact else _atom(written, weight) if written else None
        except RuleError:
            return []
        pieces.append((operand, mark))
        deep += mark in ("(", "!")
        at = match.end()
    return pieces if at == len(source) and deep <= MAX_DEPTH else []


def _atom(written: str, weight: str | None) -> Atom | None:
    if written in _IN_WORDS:
        return None
    if not written.startswith("@"):
        parse_term(written)
    return Atom(key=sys.intern(written), weight=parse_weight(weight[1:], weight) if weight else 1.0)


def _vetoed(operand: Operator, times: int) -> Operator:
    for _ in range(times):
        operand = Not(operand=operand)
    return operand


def _joined(kind: type[And] | type[Or], operands: Sequence[Operator]) -> Operator:
    return operands[0] if len(operands) == 1 else kind(of=tuple(operands))
