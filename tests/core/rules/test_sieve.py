"""Whatever rules say of a text, the words of the index for search tell that it is worth reading."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.rules.expressions import EXPRESSIONS
from tests.core.rules.material import NOW, article
from tests.core.rules.test_laws import GROUPS as LAWFUL
from tests.core.rules.test_laws import TEXTS
from tests.core.rules.test_plainly import CASED, GROUPS, LANGS, TERMS
from watcher.core.model import Answer, Article, PageState
from watcher.core.rules import Group, Ruleset, Topic, compile_rules
from watcher.core.rules.phrases import begins_otherwise
from watcher.core.rules.sieve import _LOST, Marks, Pair, sieve
from watcher.core.text.fold import fold
from watcher.core.text.inflection import Tail
from watcher.core.text.languages import language
from watcher.core.text.lookup import Term, indexed
from watcher.core.text.words import tokens
from watcher.store.database import migrations, statements

INDEX = next(one for script in migrations() for one in statements(script) if "CREATE VIRTUAL TABLE search " in one)


class Index:
    """The index for search over some articles, as the store makes it."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(INDEX)
        self._database.execute("CREATE VIRTUAL TABLE word USING fts5vocab (search, row)")
        texts = [(one.entry.title, one.entry.summary, one.text) for one in articles]
        rows = [(at, *map(indexed, fields)) for at, fields in enumerate(texts, 1)]
        self._database.executemany("INSERT INTO search (rowid, title, summary, text) VALUES (?, ?, ?, ?)", rows)
        self.everything: Marks = sum(1 << 8 * at for at, _ in enumerate(rows, 1))

    def words(self, beginning: str = "") -> Iterator[str]:
        rows = self._database.execute("SELECT term FROM word WHERE term >= ?", (beginning,)).fetchall()
        return (word for (word,) in rows if word.startswith(beginning))

    def marks(self, wanted: Collection[Term], pairs: Collection[Pair]) -> Marks:
        found = 0
        for pair in pairs:
            found |= self._any(pair.ones) & self._any(pair.others)
        return found | self._any_term(wanted)

    def _any(self, words: Iterable[str]) -> Marks:
        return self._any_term(Term((word,)) for word in words)

    def _any_term(self, wanted: Iterable[Term]) -> Marks:
        found = 0
        for term in wanted:
            said = " + ".join(f'"{word}"' for word in term.words) + (" *" if term.is_open else "")
            for (at,) in self._database.execute("SELECT rowid FROM search WHERE search MATCH ?", (said,)):
                found |= 1 << 8 * at
        return found


def chosen(rules: Ruleset, articles: Sequence[Article]) -> tuple[set[int], set[int]] | None:
    """The places of articles that may match, and of those whose page may be wanted; None: all."""
    one, index = sieve(rules), Index(articles)
    if one is None:
        return None
    for word in index.words():
        one.take(word)
    for beginning in one.beginnings():
        for word in index.words(beginning):
            one.take_again(word)
    found = one.choose(index.marks, index.everything)
    if found is None:
        return None
    matching, wanting = ({at for at in range(len(articles)) if marks >> 8 * (at + 1) & 1} for marks in found)
    return matching, wanting


def check(rules: Ruleset, articles: Sequence[Article]) -> None:
    """Nothing that rules say yes to, or want the page of, is left out."""
    found = chosen(rules, articles)
    if found is None:
        return
    for at, one in enumerate(articles):
        for verdict in rules.judge(one, now=NOW):
            assert verdict.answer is not Answer.YES or at in found[0], (one, verdict)
            assert not verdict.wants_page or at in found[1], (one, verdict)


RUNS = st.sampled_from(
    ["北朝鮮", "北", "露", "ロシア軍", "김정은", "북한", "북", "กองทัพ", "မြန်မာ", "ꯃꯅꯤ", "ꯃ", "KN-23미사일", "⺠民"]
)
PATTERNS = st.sampled_from(
    [
        "/kn-?23/",
        "/kor.a/",
        "/\\bnord korea\\w*/",
        "/(?<![가-힣])러(?= )/",
        "/北(?=[가-힣])/",
        "/[0-9]+/",
        "/корея|korea /",
    ]
)
ODD = st.sampled_from(
    [
        "ꯃkorea",
        "xꯃꯅꯤ",
        "kor\u0378korea",
        "북러",
        "북은 러 ",
        "\U00010101korea",
        "a⺠民b",
        "ꜧkorea",
        "korea\u00adner",
        "東北朝鮮人",
        "x" * 40_000 + "korea",
    ]
)
LISTS = st.dictionaries(
    st.sampled_from(["any", "de", "en", "ru", "sr", "ar", "ko", "ja", "ga", "fi"]),
    st.lists(st.one_of(TERMS, RUNS, PATTERNS), min_size=1, max_size=4).map(tuple),
)
MIXED = st.lists(st.one_of(CASED, CASED, RUNS, ODD), max_size=8).map(" ".join)
STUCK = st.lists(st.one_of(CASED, RUNS, ODD), max_size=4).map("".join)
ARTICLES = st.builds(
    lambda title, summary, text, lang, page: article(title=title, summary=summary, text=text, lang=lang, page=page),
    st.one_of(MIXED, STUCK), MIXED, MIXED, LANGS, st.sampled_from([PageState.READ, PageState.UNREAD]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    GROUPS,
    LISTS,
    st.sampled_from(["@g", "@h", "@g & @h", "2 of (@g, @h, korea)", "@g & (@h | oslo) & korea"]),
    st.lists(ARTICLES, min_size=1, max_size=6),
)
def test_nothing_that_rules_say_anything_of_is_left_out(kind_and_lists, lists, rule, articles):
    kind, others = kind_and_lists
    groups = {"g": Group(name="g", kind=kind, terms=lists), "h": Group(name="h", terms=others)}
    check(compile_rules([Topic(name="t", rule=rule, threshold=0.0)], groups), articles)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, st.sampled_from(["half", "any", "all", "never", "always"]), st.lists(TEXTS, min_size=1, max_size=6))
def test_whatever_the_rule_is(expression, fetch, texts):
    rules = compile_rules([Topic(name="t", rule=str(expression), fetch=fetch, threshold=0.0)], LAWFUL)
    check(rules, [article(title=text, page=page) for text in texts for page in (PageState.READ, PageState.UNREAD)])


def test_every_letter_is_in_the_index_as_it_is_to_us_or_known_to_be_lost():
    every = " ".join(char for char in map(chr, range(1, 0x20000)) if not "\ud800" <= char <= "\udfff")
    letters = sorted({*"".join(tokens(fold(every).text))})
    database = sqlite3.connect(":memory:")
    database.execute(INDEX)
    database.execute("CREATE VIRTUAL TABLE word USING fts5vocab (search, instance)")
    rows = ((at, f"x{char}y") for at, char in enumerate(letters))
    database.executemany("INSERT INTO search (rowid, title) VALUES (?, ?)", rows)
    whole = dict(database.execute("SELECT doc, term FROM word WHERE offset = 0"))
    lost = [char for at, char in enumerate(letters) if whole[at] != f"x{char}y"]
    assert lost
    assert all(map(_LOST.match, lost))


def test_syllables_that_are_words_begin_what_they_stand_in():
    korean = language("ko")
    assert not begins_otherwise(korean)
    assert isinstance(korean.inflection, Tail)
    assert not korean.inflection.shifts.pairs
    assert not korean.inflection.grades


def test_few_are_left_where_few_have_a_word_of_each_part():
    groups = {
        "place": Group(name="place", kind="names", terms={"en": ("Oslo", "New Bergen")}),
        "thing": Group(name="thing", terms={"en": ("bread", "salt"), "ja": ("食塩",)}),
    }
    rules = compile_rules([Topic(name="t", rule="@place & @thing", fetch="all")], groups)
    titles = [
        "Oslo bread",
        "Oslo",
        "salt",
        "New salt",
        "A new salt in Bergen",
        "Breads of Oslo",
        "Osloの食塩水",
        "Osloの食",
    ]
    found = chosen(rules, [article(title=title) for title in titles])
    assert found is not None
    assert [titles[at] for at in sorted(found[0])] == [
        "Oslo bread",
        "A new salt in Bergen",
        "Breads of Oslo",
        "Osloの食塩水",
    ]
    assert found[0] == found[1]


def test_rules_that_ask_for_facts_alone_leave_nothing_out():
    assert chosen(compile_rules([Topic(name="t", rule="source:reuters | oslo")], {}), [article(title="rain")]) is None
    assert chosen(compile_rules([Topic(name="t", rule="!oslo")], {}), [article(title="rain")]) is None
    assert chosen(compile_rules([Topic(name="t", rule="oslo", fetch="always")], {}), [article(title="rain")]) is None
    assert chosen(compile_rules([Topic(name="t", rule="/[0-9]/")], {}), [article(title="rain")]) is None


def test_only_the_rules_of_a_topic_count():
    rules = compile_rules([Topic(name="a", rule="oslo"), Topic(name="b", rule="source:reuters")], {})
    assert sieve(rules) is None
    assert sieve(rules, "a") is not None
