import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.model import Page, Reply
from watcher.core.pages import read as read_reply
from watcher.core.pages.tidy import tidy
from watcher.errors import PageError, WallError

URL = "https://daily.example/news/1?utm_source=rss"
PARAGRAPH = (
    "A delegation of the university has left for the capital, the agency reported on Sunday without giving names. "
    "It is the first visit of its kind since the two countries signed their treaty in the summer of last year. "
)
STORY = "".join(f"<p>{PARAGRAPH}Sentence number {n} of the report.</p>" for n in range(4))


def read(body: str | bytes, content_type: str = "text/html", lang: str = "") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return read_reply(Reply(url=URL, status=200, headers=(("content-type", content_type),), body=raw), lang=lang)


def page(article: str = STORY, *, title: str = "Delegation leaves", head: str = "", lang: str = ' lang="en-GB"') -> str:
    return (
        f"<!DOCTYPE html><html{lang}><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a> "
        f"<a href='/asia'>Asia</a></nav><main><article><h1>{title}</h1>{article}</article></main>"
        "<footer><p>All rights reserved, imprint, contact</p></footer></body></html>"
    )


def test_the_text_of_an_article_comes_without_what_stands_around_it():
    text = read(page()).text
    assert text.startswith("A delegation of the university")
    assert "number 3" in text
    assert not any(word in text for word in ("Home", "imprint", "Delegation leaves"))


@pytest.mark.parametrize(
    ("markup", "hint", "lang"),
    [
        (page(), "", "en-GB"),
        (page(lang=""), "", ""),
        (page(lang=""), "de", "de"),
        (page(lang="", head='<meta http-equiv="Content-Language" content="ru">'), "", "ru"),
        (page(lang="", head='<meta property="og:locale" content="pt_BR">'), "", "pt-BR"),
        (page(lang=' lang="!!"'), "ko", "ko"),
    ],
)
def test_a_pages_own_language_comes_before_the_feeds(markup, hint, lang):
    assert read(markup, lang=hint).lang == lang


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ('<link rel="canonical" href="/news/1">', "https://daily.example/news/1"),
        (
            '<link rel="canonical" href="/news/1"><meta name="syndication-source" content="https://wire.example/a">',
            "https://wire.example/a",
        ),
        ('<link href="https://daily.example/a" rel="CANONICAL shortlink">', "https://daily.example/a"),
        ('<link rel="canonical" href="javascript:x">', ""),
        ('<link rel="canonical" href="https://daily.example/">', ""),
        ("", ""),
    ],
)
def test_the_address_that_a_page_calls_its_own_is_kept_unless_it_is_the_front_page(link, canonical):
    assert read(page(head=link)).canonical == canonical


@pytest.mark.parametrize(
    ("sentence", "charset"),
    [
        ("북한 김일성군사종합대학 대표단이 러시아를 방문했다고 통신이 보도했다. ", "euc-kr"),
        ("代表団がロシアを訪問したと通信社が日曜日に報じた。詳細は明らかにされていない。", "shift_jis"),
        ("据通讯社星期日报道，代表团已经启程前往俄罗斯进行访问，没有透露更多细节。", "gbk"),
        ("Делегация университета вылетела в Россию, сообщило агентство в воскресенье. ", "windows-1251"),
        ("Делегация университета вылетела в Россию, сообщило агентство в воскресенье. ", "utf-8"),
    ],
)
@pytest.mark.parametrize("where", ["meta", "http-equiv", "header"])
def test_the_charset_is_found_wherever_it_is_declared(sentence, charset, where):
    heads = {
        "meta": f'<meta charset="{charset}">',
        "http-equiv": f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">',
        "header": "",
    }
    body = page(f"<p>{sentence * 6}</p>", head=heads[where]).encode(charset)
    assert sentence.strip() in read(body, f"text/html; charset={charset}" if where == "header" else "text/html").text


def test_a_caption_that_stands_twice_a_stray_tag_and_pointers_elsewhere_are_taken_out():
    caption = "The president of the university at the airport on Sunday"
    text = read(
        page(
            f"<figure><figcaption>{caption}</figcaption></figure><p>{caption}</p>{STORY}<p>Read more: Ten other things</p>"
            f"<p>It said the &lt;span class='x'&gt;delegation&lt;/span&gt; would return within the week.</p>{STORY}"
        )
    ).text
    assert text.count(caption) <= 1
    assert text.count("Sentence number 2") == 1
    assert "Read more" not in text
    assert "the delegation would return" in text


@pytest.mark.parametrize(
    "line",
    [
        "Lesen Sie auch: Zehn andere Dinge", "Lire aussi : dix autres choses", "Читайте также: другое", "관련기사 더 보기",
        "延伸阅读：其他", "あわせて読みたい", "Anzeige", "ADVERTISEMENT", "We use cookies to improve your experience",
        "اقرأ أيضا: أخبار أخرى", "Baca juga: lainnya", "▶ Lees ook: iets anders",
    ],
)  # fmt: skip
def test_a_line_that_leads_away_goes(line):
    assert tidy(f"First paragraph.\n{line}\nSecond paragraph.") == "First paragraph.\nSecond paragraph."


@pytest.mark.parametrize(
    "line",
    ["Anzeige gegen Minister erstattet", "Reklamationen nehmen zu", "Related parties met in Vienna", "Ja.\nJa.\nJa."],
)
def test_a_sentence_that_only_begins_alike_stays(line):
    assert line in tidy(f"First paragraph.\n{line}\nSecond paragraph.")


WALLS = {
    "consent": page("<p>Wir und unsere Partner speichern Informationen auf einem Gerät. Alle Cookies akzeptieren?</p>"),
    "long consent": page(
        "<p>We value your privacy. We and our partners store and/or access information on a device. "
        + "Partner. " * 300
        + "</p>"
    ),
    "robot check": '<html><head><title>Just a moment...</title></head><script src="/cdn-cgi/challenge-platform/h"></script></html>',
    "login page": page('<form><input type="password" name="p"><button>Go</button></form>'),
    "paywall": page(f"<p>{PARAGRAPH}</p><p>Jetzt weiterlesen mit Plus. Sie haben bereits ein Abo?</p>"),
    "paywall by data": page(
        f"<p>{PARAGRAPH}</p>", head='<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'
    ),
    "korean paywall": page(f"<p>{'대표단이 방문했다고 보도했다. ' * 5}</p><p>구독자 전용 기사입니다.</p>"),
}


@pytest.mark.parametrize("markup", WALLS.values(), ids=WALLS)
def test_a_wall_is_told_from_an_article(markup):
    with pytest.raises(WallError, match="not the article"):
        read(markup)


def test_an_article_that_a_script_would_draw_is_read_from_the_pages_data():
    data = f'{{"@type": "NewsArticle", "articleBody": "{PARAGRAPH * 3}"}}'
    markup = page("", head=f'<script async type="application/ld+json">{data}</script><script>var a;</script>')
    assert read(markup).text.startswith("A delegation of the university")


def test_an_article_about_cookies_or_with_an_offer_to_subscribe_is_no_wall():
    about = page(STORY * 4 + "<p>The court said the phrase “we value your privacy” misleads readers.</p>")
    assert "misleads" in read(about).text
    offer = page("".join(f"<p>{PARAGRAPH} {n}</p>" for n in range(8)) + "<div>Already a subscriber? Log in</div>")
    assert read(offer).text


NO_ARTICLE = {
    "empty": (b"", "empty"),
    "blank": (b"  \n", "empty"),
    "nothing in it": (page(""), "no text"),
    "not found": (
        page("<p>Bitte nutzen Sie die Suche oder gehen Sie zur Startseite.</p>", title="Seite nicht gefunden"),
        "no such",
    ),
    "404": (page("<p>The page may have moved to another place on this site.</p>", title="404"), "no such"),
    "refresh": ('<html><meta http-equiv="refresh" content="0;url=http://127.0.0.1/admin"></html>', "no text"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "binary": (bytes(range(256)) * 100, "binary"),
    "feed": ("<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>", "no text"),
    "too large": (b"x" * 5_000_001, "too large"),
    "too many elements": (page("<p>one</p>" * 50_000), "elements"),
}


@pytest.mark.parametrize(("body", "sentence"), NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_what_holds_no_article_is_refused_with_its_own_sentence(body, sentence):
    with pytest.raises(PageError) as caught:
        read(body)
    assert sentence in str(caught.value)
    assert not isinstance(caught.value, WallError)


BOMBS = {
    "comments": page("<!-- x -->" * 300_000 + STORY),
    "an open comment": page(STORY + "<!-- " * 100_000),
    "cells": page(STORY + "<table>" + "<tr><td>cell</td></tr>" * 20_000 + "</table>"),
    "depth behind": page(STORY + "<div>" * 100_000),
    "attributes": page("<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + STORY + "</div>"),
    "control characters": page(STORY.replace("report", "re\x1b[31mport &#27;[2J &#x9b; \x00")),
    "long word": page(STORY + "<p>" + "a" * 1_000_000 + "</p>"),
    "scripts": page("<script>" + "if (a < b) {" * 50_000 + "</script>" + STORY),
}


@pytest.mark.parametrize("markup", BOMBS.values(), ids=BOMBS)
def test_a_bomb_on_a_page_costs_little_and_the_article_is_read(markup):
    read(page())  # the library's import does not count
    start = time.process_time()
    text = read(markup).text
    assert "Sentence number 1" in text
    assert len(text) <= 200_000
    assert "\x1b" not in text
    assert time.process_time() - start < 5


def test_depth_that_buries_the_article_is_refused_quickly():
    start = time.process_time()
    with pytest.raises(PageError):
        read(page("<div>" * 100_000 + STORY))
    assert time.process_time() - start < 5


@settings(max_examples=60)
@given(
    st.binary(max_size=400)
    | st.tuples(st.integers(0, len(page())), st.binary(max_size=8), st.integers(0, 40)).map(
        lambda cut: page().encode()[: cut[0]] + cut[1] + page().encode()[cut[0] + cut[2] :]
    ),
    st.sampled_from(["text/html", "text/html; charset=utf-16", "", "application/xhtml+xml; charset=x\x00"]),
)
def test_any_bytes_give_a_page_or_a_sentence(body, content_type):
    try:
        outcome = read(body, content_type).text
    except PageError as error:
        outcome = str(error)
    assert outcome
