"""The matcher finds what a plain walk finds that tries every term at every word of a text, whatever it read before."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.rules.material import article
from watcher.core.rules import Group, Topic, compile_rules
from watcher.core.rules.document import FieldText
from watcher.core.rules.loose import is_short
from watcher.core.rules.phrases import bare, ways
from watcher.core.rules.runs import is_run
from watcher.core.rules.shelves import holds_abroad
from watcher.core.rules.vocabulary import ANY, Listing, WordLists
from watcher.core.text.fold import fold
from watcher.core.text.languages import PLAIN, Language, language, primary, staying

STEMS = ["kor", "korea", "koreaner", "ländler", "armi", "army", "đorđe", "u"]
# What languages put before and behind words that begin alike; no word mixes scripts.
SPOKEN = [
    (["", "", "anti"], STEMS, ["", "s", "n", "en", "er", "ing", "em", "lar", "ssa", "t"]),
    ([""], ["кор", "корея", "коре"], ["", "ах", "и", "ю", "ами"]),
    (["", "ال", "و"], ["جيش", "كوريا"], ["", "ات"]),
    (["", "וה"], ["צבא"], ["", "ים"]),
    ([""], ["북"], ["", "은"]),
]
WORDS = st.one_of(*(st.tuples(*map(st.sampled_from, parts)).map("".join) for parts in SPOKEN))
CASED = st.one_of(WORDS, WORDS.map(str.capitalize))
TERMS = st.one_of(
    CASED,
    st.lists(CASED, min_size=2, max_size=3).map(" ".join),
    st.sampled_from(STEMS[:6]).map("{}*".format),
    st.sampled_from(STEMS[:6]).map("*{}".format),
    st.sampled_from(STEMS[:6]).map("*{}*".format),
    CASED.map('"{}"'.format),
    st.tuples(CASED, CASED).map('="{0[0]} {0[1]}"'.format),
    CASED.map("{}^0.5".format),
)
TAGS = ["any", "de", "en", "fr", "fi", "ru", "sr", "pl", "ar", "he", "tr", "hu", "ko", "vi"]
LISTS = st.dictionaries(st.sampled_from(TAGS), st.lists(TERMS, min_size=1, max_size=4).map(tuple))
GROUPS = st.tuples(st.sampled_from(["names", "words"]), LISTS)
JOINED = st.lists(st.sampled_from(STEMS[:3]), min_size=2, max_size=3).map("".join)
TEXTS = st.lists(st.one_of(CASED, CASED, JOINED), max_size=12).map(" ".join)
LANGS = st.sampled_from(["", *TAGS[1:]])

Found = set[tuple[str, int, int]]  # a term's notation, its first word and how many


def _plainly(lists: WordLists, text: FieldText) -> Found:
    """Every term at every word, by what docs/rules.md says of names, common words and terms of no language."""
    row = language(text.lang) if text.lang else PLAIN
    found: Found = set()
    for tag, terms in lists.terms.items():
        for written in terms:
            listing = lists.listing(written, tag)
            for inflecting in _rows(lists, tag, written, text.lang, row):
                for folded in dict.fromkeys(inflecting.spellings(written)):
                    spelt = folded if not written.startswith("=") else fold(written).text
                    if not is_run(bare(spelt)):  # those are not found by words
                        found.update(_stands(listing, bare(spelt), inflecting, text.tokens))
    return found


def _rows(lists: WordLists, tag: str, written: str, lang: str, row: Language) -> Iterator[Language]:
    own = language(tag)
    if tag == ANY:
        yield staying(row.code) if "*" not in written and is_short(row, written) else row
    elif lists.common:
        if lang in ("", primary(tag)[0]):
            yield own
    else:
        if not lang or own is row:
            yield own
        if holds_abroad(written):
            yield staying(own.code)


def _stands(listing: Listing, folded: str, row: Language, tokens: list[str]) -> Iterator[tuple[str, int, int]]:
    for way in ways(listing, folded, row):
        for first in range(len(tokens) - len(way) + 1):
            if all(word.takes(token) for word, token in zip(way, tokens[first:], strict=False)):
                yield listing.term.notation, first, len(way)


@given(groups=st.lists(GROUPS, min_size=1, max_size=2), texts=st.lists(st.tuples(TEXTS, LANGS), min_size=1, max_size=3))
@settings(max_examples=100)
def test_the_matcher_finds_what_a_plain_walk_finds(groups, texts):
    named = {f"g{index}": Group(name=f"g{index}", kind=kind, terms=terms) for index, (kind, terms) in enumerate(groups)}
    rules = compile_rules([Topic(name="t", rule=" | ".join(f"@{name}" for name in named))], named)
    for text, lang in texts:
        sighting = rules.look(article(text=text, lang=lang))
        for name, group in named.items():
            lists = WordLists(atom=f"@{name}", slot=0, common=group.kind == "words", weight=1.0, terms=group.terms)
            expected = {one for field in sighting.fields for one in _plainly(lists, field)}
            seen = set()
            for listing, spots in sighting.proposed.items():
                for number, start, end, first, size in spots if listing.atom == lists.atom else ():
                    if size:
                        spans = sighting.fields[number].spans[first : first + size]
                        assert (start, end) == (spans[0][0], spans[-1][1])
                        seen.add((listing.term.notation, first, size))
            assert seen == expected, (text, lang, group)
