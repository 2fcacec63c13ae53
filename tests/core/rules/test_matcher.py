import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.rules.material import NOW, article, group, hits, judge
from watcher.core.model import Answer, Field, PageState
from watcher.core.rules import Company, Topic, compile_rules
from watcher.core.rules.document import FieldText
from watcher.core.rules.matcher import MOST_TOKENS, PIECES, View
from watcher.core.text.fold import fold
from watcher.core.text.words import tokens, words
from watcher.errors import RuleFaults


def test_hits_lie_in_the_text_as_it_was_written():
    read = article(title="Ko\u00adrea: &amp;#x27;Milit\u0061\u0308r\u0027", text="x")
    verdict = judge("Korea & Militär", read)
    assert [(hit.field, hit.text) for hit in verdict.hits] == [
        (Field.TITLE, "Ko\u00adrea"),
        (Field.TITLE, "Milita\u0308r"),
    ]
    assert all(read.entry.title[hit.start : hit.end] == hit.text for hit in verdict.hits)


@pytest.mark.parametrize(
    "written", ["Kim Jong Un", "Kim Jong-un", "Kim Jong‑un", "KIM JONG UN", "Kim  Jong\nUn", "Kim Jongun", "KimJongUn"]
)
def test_a_name_is_found_however_its_parts_are_joined(written):
    assert hits("@g", f"Then {written} left.", groups=[group(terms={"any": ("Kim Jong Un",)})]) == [written]


def test_no_part_of_a_name_in_one_word_is_taken_for_an_ending():
    assert hits("@g", "Korean arms", groups=[group(terms={"en": ("Korean allies",)})]) == []


@pytest.mark.parametrize("written", ["Kim. Jong Un", "Kim, Jong Un", "Kim (Jong) Un", "Kim\n\nJong Un", "Jong Kim Un"])
def test_other_marks_part_a_phrase(written):
    assert hits("@g", f"Then {written} left.", groups=[group(terms={"any": ("Kim Jong Un",)})]) == []


def test_a_term_with_full_stops_is_found_with_them():
    assert hits("@g", "S. Korea and U.S. troops", groups=[group(terms={"en": ("S. Korea", "U.S.")})]) == [
        "S. Korea",
        "U.S",
    ]


def test_names_hold_in_every_language_and_common_words_in_their_own():
    names = group("n", terms={"de": ("Nordkorea",), "fi": ("Venäjä",)})
    words = group("w", kind="words", terms={"de": ("war",), "en": ("war",), "fi": ("jo",), "any": ("radar",)})
    assert hits("@n", "Venäjän ja Nordkoreas", groups=[names], lang="en") == ["Venäjän", "Nordkoreas"]
    assert hits("@w", "jo war radar", groups=[words], lang="en") == ["war", "radar"]
    assert hits("@w", "jo war radar", groups=[words], lang="fi") == ["jo", "radar"]
    assert hits("@w", "jo war radar", groups=[words]) == ["jo", "war", "radar"]


def test_what_a_name_of_no_language_hits_does_not_depend_on_the_texts_before():
    rules = compile_rules([Topic(name="T", rule="@n", threshold=0.0)], {"n": group("n", terms={"any": ("Musudan",)})})

    def found(lang: str) -> list[str]:
        verdicts = rules.judge(article(title="Der Start der Musudans", lang=lang), now=NOW)
        return [hit.text for verdict in verdicts for hit in verdict.hits]

    assert found("de") == ["Musudans"]
    assert found("vi") == []  # a language that does not inflect
    assert found("de") == ["Musudans"]


def test_a_stated_language_that_the_script_belies_gates_nothing():
    words = group("w", kind="words", terms={"ru": ("война",), "de": ("Krieg",)})
    assert hits("@w", "Идёт война, и в ней нет конца.", groups=[words], lang="de") == ["война"]


def test_exact_terms_heed_case_accents_and_form():
    exact = group(terms={"any": ("=KVA", '="Storm Corps"', "=dröge")})
    text = "KVA kva KVAs Storm Corps storm corps Storm  Corps dröge droge Dröge"
    assert hits("@g", text, groups=[exact]) == ["KVA", "Storm Corps", "Storm  Corps", "dröge"]


def test_quoted_terms_do_not_inflect():
    assert hits("@g", "arms Arms arm", groups=[group(terms={"en": ('"arms"',)})]) == ["arms", "Arms"]


def test_capitals_of_very_short_terms_must_stand_in_the_text():
    short = group(terms={"any": ("UN", "Kim"), "en": ("war",)})
    assert hits("@g", "Un soldat kim UN Kim KIM WAR", groups=[short]) == ["UN", "Kim", "KIM", "WAR"]


def test_wildcards_bind_one_side_of_a_word():
    wild = group(kind="words", terms={"de": ("Militär*", "*delegation", "*korea*")})
    text = "Militärparade Militaerhilfe Unmilitär Handelsdelegation Delegationen Südkoreaner"
    found = ["Militärparade", "Militaerhilfe", "Handelsdelegation", "Südkoreaner"]
    assert hits("@g", text, groups=[wild], lang="de") == found


def test_patterns_look_at_the_folded_text():
    assert hits("@g", "KN‑23 kn24 KNX", groups=[group(terms={"any": (r"/\bKN-?\d{2}\b/",)})]) == ["KN‑23", "kn24"]


@pytest.mark.parametrize("pattern", ["/écart(é|és)/", "/ÉCARTÉS?/", r"/\bécarté/", "/e\u0301cart\\w+/"])
def test_accents_of_a_pattern_are_folded_as_those_of_the_text_are(pattern):
    assert hits("@g", "La piste est écartée.", groups=[group(terms={"any": (pattern,)})])[0].startswith("écarté")


def test_a_letter_that_folds_to_two_cannot_stand_in_a_class():
    assert hits("@g", "Große Straße", groups=[group(terms={"any": ("/gro(ß|sz)e/",)})]) == ["Große"]
    with pytest.raises(RuleFaults, match=r"ß is ss in a folded text"):
        hits("@g", "x", groups=[group(terms={"any": ("/gro[ßs]e/",)})])


def test_scripts_without_spaces_are_found_inside():
    names = group(terms={"zh": ("朝鲜",), "ja": ("北朝鮮",), "ko": ("북한", "군사 대표단")})
    assert hits("@g", "访问朝鲜的代表团", groups=[names], lang="zh") == ["朝鲜"]
    assert hits("@g", "대북한 정책, 남북한 문제", groups=[names], lang="ko") == ["북한"]
    assert hits("@g", "군사대표단이 군사 대표단을", groups=[names], lang="ko") == ["군사대표단", "군사 대표단"]


def test_what_lies_inside_an_exception_does_not_count():
    names = group(
        terms={"zh": ("朝鲜",), "en": ("North Korea",)}, except_={"zh": ("朝鲜族",), "en": ("North Korea-style",)}
    )
    assert hits("@g", "朝鲜族 与 朝鲜", groups=[names], lang="zh") == ["朝鲜"]
    assert hits("@g", "a North Korea-style vote", groups=[names], lang="en") == []


def test_company_counts_only_near_what_it_asks_for():
    kim = group(
        "nk",
        terms={"any": ("Pyongyang",)},
        company=(Company(with_="@ru | Lavrov", within=3, terms={"any": ("=Kim",)}),),
    )
    russia = group("ru", terms={"any": ("Moscow",)})
    assert hits("@nk", "Kim flew to Moscow", groups=[kim, russia]) == ["Kim"]
    assert hits("@nk", "Kim met Lavrov", groups=[kim, russia]) == ["Kim"]
    assert hits("@nk", "Kim flew on and on and on to Moscow", groups=[kim, russia]) == []


def test_company_reaches_from_the_title_into_the_summary_and_no_further_than_its_distance():
    kim = group("nk", company=(Company(with_="Moscow", within=5, terms={"any": ("=Kim",)}),))
    assert judge("@nk", article(title="Kim sends men", summary="They fly to Moscow."), groups=[kim])
    assert (
        judge("@nk", article(title="Kim sends men", summary="They will all soon fly to Moscow."), groups=[kim]) is None
    )
    assert judge("@nk", article(title="Kim sends men", text="They fly to Moscow."), groups=[kim])


def test_what_keeps_a_term_company_is_other_words_than_its_own():
    lone = group(
        "nk", terms={"any": ("Kim Jong Un",)}, company=(Company(with_="@nk", within=0, terms={"any": ("Kim",)}),)
    )
    assert hits("@nk", "Kim Jong Un spoke", groups=[lone]) == ["Kim Jong Un"]
    assert hits("@nk", "Kim Jong Un spoke. Kim left", groups=[lone]) == ["Kim Jong Un", "Kim"]
    town = group("t", company=(Company(with_="Hof", within=0, terms={"any": ("Hof",)}),))
    assert hits("@t", "Hof", groups=[town]) == []
    assert hits("@t", "Hof, Hof", groups=[town]) == ["Hof", "Hof"]


def test_company_does_not_chain():
    first = group("a", terms={"any": ("anchor",)}, company=(Company(with_="@b", within=0, terms={"any": ("left",)}),))
    second = group("b", company=(Company(with_="@a", within=0, terms={"any": ("right",)}),))
    assert hits("@a", "left right", groups=[first, second]) == []
    assert hits("@b", "anchor right", groups=[first, second]) == ["right"]
    assert hits("@a & @b", "anchor left right", groups=[first, second]) == ["anchor", "right"]


def test_a_group_may_include_another_with_its_exceptions():
    outer = group("outer", include=("inner",), terms={"any": ("tank",)}, except_={"any": ("fish tank",)})
    inner = group("inner", terms={"any": ("rifle",)}, except_={"any": ("rifle bird",)})
    assert hits("@outer", "tank rifle fish tank rifle bird", groups=[outer, inner]) == ["tank", "rifle"]


def test_terms_of_a_rule_inflect_as_the_article_does():
    assert hits("Rakete", "Die Raketen und der Rakete", lang="de") == ["Raketen", "Rakete"]


def test_near_counts_words_and_two_characters_for_one_without_spaces():
    assert judge("near(alpha, omega, 2)", article(text="alpha one two omega"))
    assert judge("near(alpha, omega, 1)", article(text="alpha one two omega")) is None
    assert judge("before(omega, alpha, 5)", article(text="alpha one two omega")) is None
    assert judge("near(朝鲜, 俄罗斯, 3)", article(text="朝鲜代表团访问俄罗斯", lang="zh"))
    assert judge("near(朝鲜, 俄罗斯, 1)", article(text="朝鲜代表团访问俄罗斯", lang="zh")) is None


def test_near_finds_two_terms_in_one_word_or_hard_upon_each_other():
    assert judge("near(ケーブル, 損傷)", article(title="海底ケーブル損傷", lang="ja"))
    assert judge("before(ケーブル, 損傷, 0)", article(title="海の海底ケーブル損傷", lang="ja"))
    assert judge("before(損傷, ケーブル)", article(text="海の海底ケーブル損傷", lang="ja")) is None
    assert judge("near(북한, 러시아)", article(title="북한러시아회담", lang="ko"))
    assert judge("near(朝鲜, 朝鲜)", article(text="朝鲜", lang="zh")) is None


def test_near_does_not_reach_from_one_field_into_the_next():
    assert judge("near(alpha, omega, 1000)", article(title="alpha", text="omega")) is None


def test_a_sentence_ends_where_sentences_end():
    assert judge("sentence(alpha, omega)", article(text="Alpha met S. Korea and omega. Then."))
    assert judge("sentence(alpha, omega)", article(text="Alpha left. Then omega came.")) is None


def test_counting_takes_places_that_do_not_overlap():
    assert judge('count(alpha | "alpha beta") >= 2', article(text="alpha beta")) is None
    assert judge("count(alpha) >= 2", article(text="alpha and alpha"))


def test_the_lead_is_the_summary_and_the_first_sixty_words():
    filler = "word " * 59
    assert judge("lead:omega", article(text=filler + "omega"))
    assert judge("lead:omega", article(text=filler + "word omega")) is None
    assert judge("lead:omega", article(summary="omega", page=PageState.ABSENT))
    assert judge("title:omega", article(title="alpha", summary="omega")) is None


def test_facts_of_entry_and_feed():
    read = article(
        title="x", page=PageState.ABSENT, url="https://x.example/Sport/1", outlet="The Example", author="Ann Lee",
        tags=("Asia",), lang="de-AT", country="AT",
    )  # fmt: skip
    for rule in (
        "url:/sport/",
        "source:example",
        "author:lee",
        "tag:asia",
        "lang:de",
        "lang:de-at",
        "country:at",
        "age < 1h",
    ):
        assert judge(rule, read).answer is Answer.YES, rule
    for rule in ("url:/news/", "source:other", "tag:as", "lang:d", "country:de", "age > 1h", "cites:kcna"):
        assert judge(rule, read) is None, rule
    assert judge("cites:kcna", read, citations=("KCNA",)).answer is Answer.YES


def test_lines_that_lead_elsewhere_count_nothing():
    text = "The train left.\n• Read also: Army parade in Moscow\nRelated:\nThe army marches\nThe army came."
    verdict = judge("army", article(text=text), clutter=("Read also", "Related"))
    assert [hit.start for hit in verdict.hits] == [text.rindex("army")]
    related = article(text="Related army units met.")
    assert judge("army", related, clutter=("Related",)), "one word is a cue only when set off"


def test_a_caption_that_comes_twice_counts_once():
    caption = "Soldiers march through the square in Pyongyang"
    verdict = judge("Pyongyang", article(text=f"{caption}\nText.\n{caption}"))
    assert len(verdict.hits) == 1


@pytest.mark.parametrize(
    "title", ["Trains again - The Moscow Times", "Trains again | Moscow Times", "Trains – The Moscow Times"]
)
def test_the_outlet_at_the_end_of_a_title_is_not_what_it_is_about(title):
    assert judge("Moscow", article(title=title, outlet="The Moscow Times")) is None


def test_an_outlet_in_the_middle_of_a_title_counts():
    assert judge("Moscow", article(title="Moscow - trains again", outlet="The Moscow Times"))


LETTERS = [*"aÉß ,.-'&;\n\t\u3000\u00a0\u0301\u00ad", "북", "ء", "ﬁ", "&amp;", "&#32;", "İ", "朝鲜"]


@given(st.lists(st.sampled_from(LETTERS), max_size=40).map("".join))
def test_pieces_hold_the_words_of_a_text_in_order_and_at_their_places(text):
    folded = fold(text)
    field = FieldText(field=Field.TEXT, folded=folded, lang="")
    assert [word for piece in field.pieces for word in tokens(piece)] == tokens(folded.text)
    starts = list(field.piece_starts(range(len(field.pieces))))
    placed = zip(starts, field.pieces, strict=True)
    assert [(at + start, at + end) for at, piece in placed for start, end in words(piece)] == words(folded.text)
    assert list(field.piece_starts(range(1, len(field.pieces), 2))) == starts[1::2]


def test_ever_new_words_do_not_fill_the_memory():
    view = View((), MOST_TOKENS)
    for number in range(PIECES * MOST_TOKENS + 10):
        assert view.pieces[f"n{number}"] is None
    assert 0 < len(view) <= MOST_TOKENS
    assert 0 < len(view.pieces) <= PIECES * MOST_TOKENS


def test_a_term_that_several_languages_list_alike_is_one_term_at_a_place():
    names = group(terms={"de": ("Nordkorea",), "sv": ("Nordkorea",), "da": ("Nordkorea", "Kim Jong Un")})
    rules = compile_rules([Topic(name="T", rule="@g")], {"g": names})
    for lang in ("de", "", "en"):
        proposed = rules.look(article(title="Kim Jong Un of Nordkorea", lang=lang)).proposed
        assert {listing.term.text: len(spots) for listing, spots in proposed.items()} == {
            "Nordkorea": 1,
            "Kim Jong Un": 1,
        }
