import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.text.strategies import nasty_texts
from watcher.core.text.clean import clean, clean_block, plain


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("  two \t words\r\n", "two words"),
        ("red \x1b[31malert\x1b[0m", "red [31malert[0m"),
        ("csi \x9b2J", "csi 2J"),
        ("nul\x00 bel\x07 del\x7f", "nul bel del"),
        ("so\x0e si\x0f", "so si"),
        ("user\u202egpj.exe", "usergpj.exe"),
        ("a\u2066b\u2069", "ab"),
        ("x\U000e0041y", "xy"),
        ("lone \ud83d half", "lone half"),
        ("non\ufffe\ufdd0\U0001ffffcharacter", "noncharacter"),
        ("zero\u200b\u2060\ufeffwidth", "zerowidth"),
        ("a\u0085b\u2028c", "a b c"),
        ("Pjo\u0308ngjang", "Pjöngjang"),
        ("[red]not markup[/]", "[red]not markup[/]"),
    ],
)
def test_what_a_terminal_would_obey_or_a_reader_not_see_is_removed(dirty, tidy):
    assert clean(dirty) == tidy


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهیم",  # Persian: the half space is spelling
        "क्\u200dष",  # Devanagari: the joiner chooses the half form
        "ශ්\u200dරී",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f 1\ufe0f\u20e3",
        "🇰🇵🇷🇺",
        "शक्ति हिन्दी",
        "שָׁלוֹם",
        "nghiêng",
    ],
)
def test_joiners_and_marks_that_a_script_needs_stay(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200b \u2060\ufeff", "\u3164", "\u0301\u0302", "\u200d\ufe0f", "\x1b\x00"]
)
def test_a_text_of_invisible_characters_is_empty(text):
    assert clean(text) == clean_block(text) == plain(text) == ""


def test_a_pile_of_marks_becomes_a_few_and_what_follows_is_kept():
    tidy = clean("e" + "\u0301\u0316" * 6000 + " title")
    assert tidy.endswith(" title")
    assert len(tidy) < 15


def test_paragraphs_stay_and_empty_lines_are_one():
    assert clean_block("one \n two\r\n\r\n\n\n three\u2029four") == "one\ntwo\n\nthree\nfour"


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("ab👨\u200d👩\u200d👧", 5, "ab"),
        ("a🇰🇵🇷🇺", 4, "a🇰🇵"),
        ("word next", 5, "word"),
        ("nnq\u0331x", 3, "nn"),
        ("xक्ष", 3, "x"),
        ("plain ascii", 5, "plain"),
    ],
)
def test_the_bound_cuts_between_what_a_reader_sees_as_characters(text, limit, kept):
    assert clean(text, limit=limit) == kept


@given(nasty_texts, st.integers(0, 40))
@settings(max_examples=300)
def test_cleaning_a_clean_text_changes_nothing_and_the_bound_holds(text, limit):
    for tidy in (clean, clean_block):
        once = tidy(text, limit=limit)
        assert len(once) <= limit
        assert tidy(once, limit=limit) == once


@given(st.one_of(nasty_texts, st.text()))
@settings(max_examples=300)
def test_nothing_unfit_for_a_terminal_or_a_database_leaves(text):
    for tidy in (clean(text), clean_block(text).replace("\n", ""), plain(text).replace("\n", "")):
        tidy.encode()
        assert not [char for char in tidy if unicodedata.category(char) in ("Cc", "Cs")]
        assert not [char for char in tidy if unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF"}]
        assert not [char for char in tidy if "\u2066" <= char <= "\u2069" or "\U000e0000" <= char <= "\U000e007f"]


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Kim <b>Jong</b> Un", "Kim Jong Un"),
        ("<b>N</b>orth", "North"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<ul>\n <li>a</li>\n <li>b</li>\n</ul>", "a\nb"),
        ("<div><div>a</div></div> <div>b<br>\n<br>c</div>", "a\nb\n\nc"),
        ("<i>source\nlines</i> flow", "source lines flow"),
        ("no markup:\nlines stay", "no markup:\nlines stay"),
        ("<script>alert(1)</script>seen<style>p{}</style >", "seen"),
        ("<SCRIPT>never closed <p>x", ""),
        ("a <!-- <b> hidden --> b", "a b"),
        ("<![CDATA[a <b>c</b>]]> d", "a <b>c</b> d"),
        ('<img alt="a > b" src=x>seen', "seen"),
        ("<a href='x\"y'>link</a>", "link"),
        ("a < b and c > d, I <3 x", "a < b and c > d, I <3 x"),
        ("cut off <a href='http://exa", "cut off <a href='http://exa"),
        ("AT&T &amp; R&amp;D", "AT&T & R&D"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("&#27;[2J&#x9b;x&#0;", "[2J›x\ufffd"),
        ("&#xD800;&#55357;", "\ufffd\ufffd"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("&nbsp;&shy;&#8203;", ""),
    ],
)
def test_a_fragment_reads_as_a_browser_would_show_it(fragment, text):
    assert plain(fragment) == text


@pytest.mark.parametrize(
    "fragment",
    [
        "<div>" * 40_000 + "deep",
        "w" * 200_000,
        "<" * 200_000,
        "<a " * 60_000,
        '<a "' * 40_000,
        '<a ">" ' * 40_000,
        "<!--" * 60_000,
        "<![CDATA[" * 40_000,
        "<script>" * 40_000,
        "<b '\"" * 40_000 + ">",
        "&" * 200_000,
        "&amp;" * 60_000,
        "e" + "\u0301" * 200_000,
        "\u200d" * 200_000,
        "<p>x" * 40_000,
    ],
    ids=lambda fragment: fragment[:9].encode("ascii", "backslashreplace").decode(),
)
@pytest.mark.timeout(20)  # quadratic would take hours
def test_no_fragment_is_slow(fragment):
    assert len(plain(fragment, limit=100)) <= 100


@given(nasty_texts)
@settings(max_examples=300)
def test_no_text_is_an_error(text):
    assert isinstance(plain(text), str)
