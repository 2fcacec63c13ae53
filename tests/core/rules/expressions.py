"""Random rules over a small vocabulary, for laws that hold for all of them."""

from hypothesis import strategies as st

from watcher.core.rules.expression import And, AtLeast, Atom, Not, Or
from watcher.core.rules.operators import Age, Before, Count, Fact, Near, Scope, Sentence

TERMS = ("alpha", "beta", "gamma*", "*delta", '"alpha beta"', "=Epsilon", "/ze.a/", "@one", "@two")
WEIGHTS = st.sampled_from([1.0, 1.0, 0.5, 2.0])

ATOMS = st.builds(Atom, key=st.sampled_from(TERMS), weight=WEIGHTS)
FACTS = st.sampled_from(
    [
        Fact(name="source", value="example"),
        Fact(name="lang", value="en"),
        Fact(name="cites", value="kcna"),
        Fact(name="url", value="/sport/"),
        Age(sign="<", n=48, unit="h"),
    ]
)


def _several(of, least=2):
    return st.lists(of, min_size=least, max_size=3).map(tuple)


def _located(inner):
    words = st.integers(0, 20)
    return st.one_of(
        st.builds(Or, of=_several(inner)),
        st.builds(Near, a=inner, b=inner, words=words),
        st.builds(Before, a=inner, b=inner, words=words),
        st.builds(Sentence, of=_several(inner)),
        st.builds(Scope, name=st.sampled_from(["title", "lead", "text"]), operand=inner),
    )


LOCATED = st.recursive(ATOMS, _located, max_leaves=5)
COUNTS = st.builds(Count, operand=LOCATED, sign=st.sampled_from([">=", ">", "<=", "<", "="]), n=st.integers(0, 4))


@st.composite
def _at_least(draw, inner):
    operands = draw(_several(inner))
    return AtLeast(n=draw(st.integers(1, len(operands))), of=operands)


def _joined(inner):
    return st.one_of(
        st.builds(And, of=_several(inner)),
        st.builds(Or, of=_several(inner)),
        st.builds(Not, operand=inner),
        st.builds(Scope, name=st.sampled_from(["title", "lead", "text"]), operand=inner),
        _at_least(inner),
    )


EXPRESSIONS = st.recursive(st.one_of(LOCATED, COUNTS, FACTS), _joined, max_leaves=6)
