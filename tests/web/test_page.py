"""The page, as a real browser shows it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.web.site import HOSTILE, STORIES, TIES, Browser, browsing, waited

WIDTHS = [(360, 740), (768, 1024), (1400, 900)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


def test_what_comes_from_outside_is_text_and_nothing_foreign_is_loaded(browser: Browser, address: str):
    browser.open(f"{address}/")
    assert browser.run("return document.title") == "All topics · watcher"
    assert browser.run("return document.querySelector('h2').textContent") == HOSTILE
    assert browser.run("return document.querySelectorAll('script, h2 img').length") == 0
    assert TIES in browser.run("return document.querySelector('.topics').textContent")
    loaded = browser.run("return performance.getEntriesByType('resource').map(one => one.name)")
    assert {name.rpartition("/")[2] for name in loaded} == {"style.css", "icon.svg"}
    assert all(name.startswith(address) for name in loaded)
    assert browser.complaints() == []


def test_the_policy_stops_a_script_that_got_in_all_the_same(browser: Browser, address: str):
    browser.open(f"{address}/")
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'document.title = `owned`'; document.body.append(s)"
    )
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=https://evil.example/x>')")
    assert browser.run("return document.title") != "owned"
    complaints = " ".join(browser.complaints())
    assert "Content Security Policy" in complaints


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_nothing_sticks_out_on_a_phone_or_a_desk(browser: Browser, address: str, width: int, height: int):
    browser.resize(width, height)
    browser.open(f"{address}/")
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert browser.run("return document.documentElement.scrollWidth") <= width
    out = browser.run(
        "return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)"
        ".map(one => one.outerHTML.slice(0, 80))"
    )
    assert out == []


def test_what_a_finger_must_hit_on_a_phone_is_large_enough(browser: Browser, address: str):
    browser.resize(360, 740)
    browser.open(f"{address}/")
    heights = browser.run(
        "return [...document.querySelectorAll('summary, .topics a, .pages a, .top nav a')]"
        ".map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 36
    assert len(heights) > 20


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(browser: Browser, address: str):
    browser.resize(1400, 900)
    browser.open(f"{address}/")
    seen = []
    for _ in range(9):
        browser.press(browser.TAB)
        seen.append(browser.run("return document.activeElement.textContent.trim()"))
        outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", seen
    assert seen[:3] == ["Skip to the stories", "watcher", "All"]
    assert seen.index(HOSTILE) < seen.index("2 articles")


def test_the_keyboard_opens_the_articles_of_a_story_and_skips_to_the_stories(browser: Browser, address: str):
    browser.open(f"{address}/")
    browser.press(browser.TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    browser.press(browser.ENTER)
    waited(lambda: browser.run("return location.hash") == "#stories")
    browser.press(browser.TAB)
    while browser.run("return document.activeElement.localName") != "summary":
        browser.press(browser.TAB)
    browser.press(browser.ENTER)
    waited(lambda: browser.run("return document.querySelector('.story details').open"))
    assert browser.run("return document.querySelector('.story ol').innerText").count("صحيفة المرفأ") == 1


def test_pages_and_topics_are_links_that_lead_on(browser: Browser, address: str):
    browser.open(f"{address}/")
    titles: list[str] = []
    for _ in range(9):
        titles += browser.run("return [...document.querySelectorAll('h2')].map(one => one.textContent)")
        following = browser.run("return document.querySelector('a[rel=next]')?.href")
        if not following:
            break
        browser.open(following)
    assert len(titles) == len(set(titles)) == STORIES
    browser.open(
        browser.run(
            "return [...document.querySelectorAll('.topics a')].find(one => one.textContent.includes('Ties')).href"
        )
    )
    assert browser.run("return document.querySelector('h1').textContent") == TIES
    assert browser.run("return document.querySelectorAll('.tag').length") == 20


def test_everything_has_a_name_for_those_who_listen(browser: Browser, address: str):
    browser.open(f"{address}/")
    assert browser.run("return document.documentElement.lang") == "en"
    assert browser.run("return [...document.images].every(one => one.hasAttribute('alt'))")
    nameless = "return [...document.querySelectorAll('a, summary')].filter(one => !one.textContent.trim()).length"
    assert browser.run(nameless) == 0
    assert browser.run("return document.querySelectorAll('main').length") == 1
    doubled = (
        "const ids = [...document.querySelectorAll('[id]')].map(one => one.id); return ids.length - new Set(ids).size"
    )
    assert browser.run(doubled) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_by_day_and_by_night(browser: Browser, address: str, scheme: str):
    """WCAG 2.2, 1.4.3: a contrast of 4.5 at least."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser._ask("goog/cdp/execute", cmd="Emulation.setEmulatedMedia", params={"features": features})
    browser.open(f"{address}/")
    worst = browser.run(
        """
        const parse = text => text.match(/[\\d.]+/g).map(Number);
        const light = rgb => rgb.slice(0, 3).map(c => c / 255)
          .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = one => { for (; one; one = one.parentElement) {
          const rgb = parse(getComputedStyle(one).backgroundColor); if (rgb.length < 4 || rgb[3] > 0) return rgb; }
          return [255, 255, 255]; };
        let worst = [99, ''];
        for (const one of document.querySelectorAll('body *')) {
          if (![...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
          const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
          const contrast = (a + 0.05) / (b + 0.05);
          if (contrast < worst[0]) worst = [contrast, one.outerHTML.slice(0, 80)];
        }
        return worst;
        """
    )
    browser._ask("goog/cdp/execute", cmd="Emulation.setEmulatedMedia", params={"features": []})
    assert worst[0] >= 4.5, worst


def test_without_a_browser_the_page_is_whole_all_the_same(web: httpx.Client):
    text = web.get("/").text
    assert text.startswith("<!doctype html>")
    assert HOSTILE not in text
    assert "<script" not in text
    assert "style=" not in text
