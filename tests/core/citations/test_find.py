"""What counts as a source, one thing at a time."""

import pytest

from tests.core.citations.material import citations, cited


def test_a_name_without_attribution_is_an_actor():
    assert cited(lang="en", text="The Pentagon moved two ships while Reuters staff went on strike.") == []


def test_the_outlet_itself_is_no_source():
    assert cited(lang="en", outlet="Reuters World News", text="The minister told Reuters that she would resign.") == []


def test_the_outlet_at_the_end_of_a_title_is_no_source():
    assert cited(lang="en", outlet="CNN International", title="Storm closes three harbours - CNN International") == []


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Jo Doe/Reuters",
        "Foto: dpa",
        "© AFP",
        "Rescuers at the dam (Image: Kyodo)",
        "Crédit photo : AFP",
    ],
)
def test_the_credit_of_a_picture_is_no_source(line):
    assert cited(lang="en", text=f"The dam broke at night.\n{line}\nNobody was hurt.") == []


def test_a_line_to_another_article_is_no_source():
    assert cited(lang="en", text="The dam broke at night.\nRead also: Reuters reports record heat") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("SEOUL, July 9 (Yonhap) — The harbour is closed.", "Yonhap"),
        ("Kiel (dpa) - Der Hafen ist gesperrt.", "dpa"),
        ("ВЛАДИВОСТОК, 9 июля. /ТАСС/. Порт закрыт.", "TASS"),
        ("СЕУЛ, 9 июл - РИА Новости. Порт закрыт.", "RIA Novosti"),
        ("(부산=연합뉴스) 항구가 폐쇄됐다.", "Yonhap"),
        ("【ソウル聯合】港が閉鎖された。", "Yonhap"),
        ("新华社釜山7月9日电 港口已关闭。", "Xinhua"),
        ("The harbour is closed.\n\nREUTERS", "Reuters"),
        ("Der Hafen ist gesperrt.\n\nQuelle: dpa/AFP", "dpa"),
    ],
)
def test_an_agencys_mark_is_a_source(text, source):
    assert source in cited(text=text)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "NIS: balloons came from the north"),
        ("en", "Balloons came from the north, says NIS"),
        ("en", "Balloons came from the north - NIS"),
        ("ko", '국정원 "풍선은 북쪽에서 왔다"'),
        ("zh", "韩国国情院：气球来自北方"),
    ],
)  # fmt: skip
def test_a_headline_gives_the_word_to_a_source(lang, title):
    assert cited(lang=lang, title=title) == ["NIS"]


def test_the_longest_name_counts():
    assert cited(lang="en", text="It was a mistake, the Kyiv Independent reported.") == ["Kyiv Independent"]


@pytest.mark.parametrize(
    "text",
    [
        "The independent experts said the dam was safe.",
        "The National Institute of Public Health said the dam was safe.",
        "Independent experts said the dam was safe.",
        "The guardian said the child was safe.",
    ],
)
def test_common_words_are_no_names(text):
    assert cited(lang="en", text=text) == []


def test_a_name_that_means_a_body_at_home_means_nothing_abroad():
    text = "국방부는 훈련을 시작했다고 밝혔다."
    assert cited(lang="ko", text=text) == ["South Korean Defence Ministry"]
    assert cited(lang="ko", country="KP", text=text) == ["North Korean Defence Ministry"]
    text = "The Ministry of Commerce said the rule applies at once."
    assert cited(lang="en", country="CN", text=text) == ["MOFCOM"]
    assert cited(lang="en", country="IN", text=text) == []


@pytest.mark.parametrize(
    ("lang", "text", "source"),
    [
        ("en", "Nine people died, the Turkish Interior Ministry said.", "Turkish Interior Ministry"),
        ("en", "Nine people died, the Interior Ministry of Moldova said.", "Moldovan Interior Ministry"),
        ("de", "Das teilte das spanische Innenministerium mit.", "Spanish Interior Ministry"),
        ("ru", "Об этом сообщило министерство обороны Франции.", "French Defence Ministry"),
        ("ru", "Об этом сообщили в МВД Грузии.", "Georgian Interior Ministry"),
        ("pl", "Poinformowało ukraińskie Ministerstwo Zdrowia.", "Ukrainian Health Ministry"),
        ("ar", "أعلنت وزارة الداخلية العراقية مقتل شخصين.", "Iraqi Interior Ministry"),
        ("zh", "据泰国国防部消息，两名士兵受伤。", "Thai Defence Ministry"),
        ("tr", "İçişleri Bakanlığı bunu açıkladı.", "Turkish Interior Ministry"),
        ("uk", "Про це повідомили в ДСНС.", "Ukrainian emergency service"),
        ("ja", "ロシア国防省は発表した。", "Russian MoD"),
    ],
)
def test_a_body_that_every_country_has_is_that_of_the_country_beside_it_or_of_its_own_press(lang, text, source):
    assert cited(lang=lang, text=text) == [source]


@pytest.mark.parametrize(
    ("lang", "title", "sources"),
    [
        ("en", "Blast in Cairo", ["Egyptian Health Ministry"]),  # the only country that is named
        ("en", "Blast on a ferry", []),
        ("en", "Egypt and Sudan open border", []),
        ("it", "Esplosione in Egitto", []),  # Italy's, or Egypt's
        ("it", "Esplosione a Pavia", ["Italian Health Ministry"]),
    ],
)
def test_a_body_of_nobody_knows_which_country_is_left_out(lang, title, sources):
    texts = {"en": "The health ministry said so.", "it": "Lo riferisce il ministero della Salute."}
    assert cited(lang=lang, title=title, text=texts[lang]) == sources


def test_a_bare_ministry_is_the_one_of_the_country_that_the_article_is_about():
    text = "The Ministry of Commerce said the rule applies at once."
    assert cited(lang="en", title="Beijing limits exports of magnets", text=text) == ["MOFCOM"]
    assert cited(lang="en", title="New Delhi limits exports of onions", text=text) == []


def test_officials_count_where_the_news_is_told_and_not_where_they_answer():
    news = "The NIS said on Friday that the ship had sunk."
    answer = "word " * 80 + "\n\nThe Kremlin said it knew nothing."
    assert cited(lang="en", text=f"{news} {answer}") == ["NIS"]


def test_press_counts_wherever_it_is_cited():
    assert cited(lang="en", text="word " * 200 + "\n\nThe ship had sunk, Kyodo reported.") == ["Kyodo"]


def test_a_person_gives_way_to_a_body_of_the_same_country():
    summary = "Zelensky said so on Sunday."
    assert cited(lang="en", summary=summary) == ["Zelensky"]
    assert cited(lang="en", title="SBU: two captured", summary=summary) == ["SBU"]


def test_a_citation_tells_what_kind_of_source_it_is_and_who_rests_on_it():
    near, far = citations(lang="en", text="The ship sank, Reuters said, citing KCNA.")
    assert (near.source, near.kind, near.country, near.state, near.order) == ("Reuters", "agency", "GB", False, 0)
    assert (far.source, far.kind, far.country, far.state, far.order) == ("KCNA", "state-media", "KP", True, 1)
    assert (near.cited_by, far.cited_by) == ("", "Reuters")
    assert far.sentence == "The ship sank, Reuters said, citing KCNA."


def test_a_chain_over_two_sentences_is_followed():
    text = "Das Schiff sei gesunken, berichtete Bloomberg. Die Agentur berief sich auf Kyodo."
    assert [c.cited_by for c in citations(lang="de", text=text)] == ["", "Bloomberg"]


@pytest.mark.parametrize(
    "text",
    [
        "Das meldet The Independent unter Berufung auf Reuters, die wiederum KCNA zitiert.",
        "The Independent reported it. The paper cites Reuters, which in turn cites KCNA.",
        "Es gebe Verluste, schrieb «The Independent». Die Zeitung stützt sich auf Reuters, die ihrerseits KCNA zitiert.",
        "«The Independent» greift eine Reuters-Meldung auf, die sich auf die KCNA stützt.",
        "Об этом пишет The Independent со ссылкой на Reuters, которое ссылается на ЦТАК.",
    ],
)
def test_a_source_of_a_source_of_a_source_is_named_with_who_rests_on_it(text):
    lang = "ru" if "Об" in text else "en" if "paper" in text else "de"
    found = citations(lang=lang, text=text)
    assert [one.source for one in found] == ["The Independent", "Reuters", "KCNA"]
    assert found[2].cited_by == "Reuters"


def test_a_verb_that_is_negated_attributes_nothing():
    assert cited(lang="en", text="Reuters could not confirm that the ship had sunk.") == []


def test_the_outlet_that_a_feed_credits_is_the_nearest_source():
    assert cited(outlet="Aggregator", source="Reuters", title="Ship sinks, says KCNA", lang="en") == ["Reuters", "KCNA"]  # fmt: skip
    assert cited(outlet="Reuters", source="Reuters", title="Ship sinks", lang="en") == []
    assert cited(outlet="Aggregator", source="A Village Paper", title="Ship sinks", lang="en") == []


def test_a_canonical_address_elsewhere_names_a_source():
    there = "https://www.reuters.com/world/ship"
    assert cited(title="Ship sinks", url="https://portal.example/a", canonical=there) == ["Reuters"]
    assert cited(title="Ship sinks", url="https://uk.reuters.com/a", canonical=there) == []
    assert cited(title="Ship sinks", url="https://portal.example/a", canonical="http://[broken") == []


def test_an_agency_in_the_authors_line_is_a_source():
    assert cited(title="Ship sinks", author="Agence France-Presse") == ["AFP"]
    assert cited(title="Ship sinks", author="Jo Doe, Reuters Institute fellow") in ([], ["Reuters"])
    assert cited(title="Ship sinks", author="Jo Doe") == []
