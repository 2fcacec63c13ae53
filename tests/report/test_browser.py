"""The page of a report, as a real browser shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report.test_page import PAGES
from tests.web.site import Browser, browsing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(params=PAGES)
def address(request, tmp_path: Path) -> str:
    """Where a report lies as a file."""
    page = tmp_path / "report.html"
    page.write_text(PAGES[request.param](), encoding="utf-8")
    return page.as_uri()


def test_nothing_is_loaded_and_nothing_complained_about(browser: Browser, address: str):
    browser.open(address)
    assert browser.run("return performance.getEntriesByType('resource').length") == 0
    assert browser.run("return document.compatMode") == "CSS1Compat"
    assert browser.run("return getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_nothing_sticks_out_but_charts_that_can_be_scrolled(browser: Browser, address: str, width: int):
    browser.resize(width, 800)
    browser.open(address)
    out = browser.run(
        "return [...document.querySelectorAll('body *')].filter(one => !one.closest('.scroll, .skip, thead')"
        f" && one.getBoundingClientRect().right > {width} + 1).map(one => one.outerHTML.slice(0, 120))"
    )
    assert out == []
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_the_first_key_leads_past_the_contents(browser: Browser, address: str):
    browser.open(address)
    browser.press(browser.TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().left") >= 0
    browser.press(browser.ENTER)
    assert browser.run("return location.hash") == "#main"
