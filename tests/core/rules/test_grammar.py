import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Transformer

from tests.core.rules.expressions import EXPRESSIONS
from watcher.core.rules.builder import build
from watcher.core.rules.expression import And, Atom, Not, Or
from watcher.core.rules.grammar import GRAMMAR, MAX_DEPTH, parse_rule, plainly
from watcher.core.rules.operators import OPERATORS
from watcher.core.rules.parser import OPTIONS, made_of, parser
from watcher.core.rules.table import MADE_OF
from watcher.errors import RuleError


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("@north-korea & @russia & (@military | @weapons)", "@north-korea & @russia & (@military | @weapons)"),
        ("a AND b OR NOT c", "a & b | !c"),
        ("((a))", "a"),
        ("a & (b & c)", "a & (b & c)"),
        ("near(a, b)", "near(a, b, 12)"),
        ("before(@a,'x',3)", "before(@a, 'x', 3)"),
        ("sentence(a,b,c)", "sentence(a, b, c)"),
        ('2 of (a, b, "c d")', '2 of (a, b, "c d")'),
        ("count(@x)>=3", "count(@x) >= 3"),
        ("title:(a | b) & !lead:c", "title:(a | b) & !lead:c"),
        ("url:/sport/", 'url:"/sport/"'),
        ('source:"New York"', 'source:"new york"'),
        ("age<48h", "age < 48h"),
        ("/KN-?\\d{2}/ & \u200bMilitär*".replace("\u200b", ""), "/KN-?\\d{2}/ & Militär*"),
        ('=KVA | ="Storm Corps" | *korea*', '=KVA | ="Storm Corps" | *korea*'),
        ("@g^0.5 & Kim^2", "@g^0.5 & Kim^2"),
        ("북한 & 러시아 | 朝鲜 | كوريا", "북한 & 러시아 | 朝鲜 | كوريا"),
        ("2025 & 12", "2025 & 12"),
        ("U.S. & AT-4 & 24/7", "U.S. & AT-4 & 24/7"),
        ("near & count", "near & count"),
    ],
)
def test_a_rule_is_read_and_written(source, canonical):
    assert str(parse_rule(source)) == canonical


def test_and_binds_tighter_than_or_and_not_tighter_than_both():
    a, b, c = (Atom(key=key) for key in "abc")
    assert parse_rule("a | b & !c") == Or(of=(a, And(of=(b, Not(operand=c)))))


@given(expression=EXPRESSIONS)
@settings(max_examples=150)
def test_what_is_written_reads_back_as_the_same(expression):
    assert parse_rule(str(expression)) == expression


PIECES = (
    *("a", "b", "ko*", "=X", "@g", '"c d"', "/x.y/", "^0.5", "^20", "&", "|", "!", "(", ")", " ", " ", " "),
    *(
        "AND ",
        "OR(",
        "NOT ",
        "near",
        "count",
        "age",
        "2 of",
        "title",
        ":",
        ",",
        "<",
        "/",
        "*",
        "-",
        '"',
        "“",
        "24/7",
        "\n",
    ),
)


@given(source=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=300)
def test_what_is_read_without_lark_is_read_by_lark_alike(source):
    rule = plainly(source)
    assert rule is None or rule == build(source)


@given(expression=EXPRESSIONS)
def test_an_everyday_rule_is_read_without_lark(expression):
    source = str(expression)
    everyday = not re.search(r"(title|lead|text):|age|near|before|sentence|count| of ", source)
    assert plainly(source) == (expression if everyday else None)


@pytest.mark.parametrize("source", ["(" * 30 + "!" * 21 + "a" + ")" * 30, "a" * 20_001, " ", "a &", "(a", "a)"])
def test_what_may_be_too_much_or_is_wrong_is_left_to_lark(source):
    assert plainly(source) is None


@pytest.mark.parametrize(
    ("source", "column", "message", "hint"),
    [
        ("military cooperation", 10, "side by side", '"military cooperation"'),
        ("@a @b", 4, "side by side", "@a & @b"),
        ("a and b", 3, "and is a term here", "AND"),
        ("a & (b", 5, "never closed", "add a )"),
        ("a) & b", 2, "closes nothing", "remove it"),
        ("a &", 4, "ends too early", "a term"),
        ("a && b", 4, "& does not fit", "a term"),
        ("nere(a, b)", 5, "no operator is called nere", "near"),
        ("titel:x", 6, "no field is called titel", "title"),
        ("near(a & b, c)", 1, "near cannot look for a & b", "have places"),
        ("near(a, !b)", 1, "near cannot look for !b", "have places"),
        ("near(a, b, 12000)", 12, "12000 words", "1000"),
        ("4 of (a, b)", 1, "4 of 2", "1 to 2"),
        ("count(a)", 9, "too early", ">= 3"),
        ("x & foo^20", 8, "weight", "at most 10"),
        ("x & *ko", 5, "nearly everything", "3 letters"),
        ("-foo & x", 1, "begins with -", "!term"),
        ("“x”", 1, "not a quote", "straight"),
        ('x & "y', 5, "quote", '"'),
        ("/a(/", 4, "regular expression", ""),
        ("/a*/", 1, "matches nothing at all", ""),
        ("age < 4", 5, "does not fit", "48h"),
        ("", 1, "empty", "@groups"),
        ("   ", 1, "empty", "@groups"),
    ],
)
def test_a_wrong_rule_shows_its_place_and_what_would_do(source, column, message, hint):
    with pytest.raises(RuleError) as caught:
        parse_rule(source)
    error = caught.value
    assert (error.source, error.column) == (source, column)
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    "source",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "(" * 10_000,
        "!" * 10_000 + "a",
        "NOT " * 10_000 + "a",
        "title:" * 10_000 + "a",
        "(!" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "a & " * 100_000,
        "near(" * 5_000,
        "\x00" * 100,
        '"' * 9_999,
        "/" * 9_999,
    ],
)
def test_a_hostile_rule_is_a_clear_error(source):
    with pytest.raises(RuleError):
        parse_rule(source)


def test_a_long_plain_rule_is_no_problem():
    rule = parse_rule(" | ".join(f"word{number}" for number in range(1500)))
    assert len(list(rule.atoms())) == 1500


@given(expression=EXPRESSIONS)
@settings(max_examples=60)
def test_every_atom_that_is_required_stands_in_the_rule(expression):
    atoms = {atom.key for atom in expression.atoms()}
    assert all(clause and clause <= atoms for clause in expression.required())


def test_the_table_of_operators_names_each_class():
    assert {"&", "|", "!", "near", "before", "sentence", "of", "count", "title", "url", "cites", "age"} <= set(
        OPERATORS
    )


def test_every_form_that_the_guide_shows_is_read():
    guide = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0] for line in guide.split("## Terms")[0].splitlines() if line.startswith("| `")]
    forms = [form.replace("\\|", "|").replace(", …", "") for row in rows for form in re.findall("`([^`]+)`", row)]
    assert len(forms) > 20
    for form in forms:
        if form != "( … )":
            parse_rule(form)


def test_the_table_at_hand_is_that_of_the_grammar():
    assert made_of(GRAMMAR) == MADE_OF, "python -m watcher.core.rules.parser writes it anew"


@pytest.fixture(scope="module")
def made_anew():
    return Lark(GRAMMAR, **OPTIONS)


@given(expression=EXPRESSIONS)
@settings(max_examples=100)
def test_a_rule_reads_alike_by_the_table_and_without_it(expression, made_anew):
    class AsIs(Transformer[Token, object]):
        pass

    assert parser(GRAMMAR, AsIs()).parse(str(expression)) == made_anew.parse(str(expression))


def test_a_grammar_without_a_table_at_hand_is_read_all_the_same():
    class Joined(Transformer[Token, str]):
        def start(self, words):
            return "+".join(words)

    assert parser('start: WORD+\nWORD: /[a-z]+/\n%ignore " "', Joined()).parse("a b") == "a+b"
