"""`watcher search`, as a process, beside a store that is open for writing."""

from pathlib import Path

import pytest

from tests.store.values import decision, verdict
from tests.test_run import Outcome, watcher
from watcher.core.model import PageState, Plan
from watcher.store import open_store

TITLES = [
    "North Korea sends troops to Russia",
    "北朝鮮がロシアに兵士を派遣",
    "Bread prices \x9b31mrise",
    "Russia buys bread",
]


@pytest.fixture
def archive(tmp_path: Path):
    """The options that name a database which another process holds open, as a running watcher does."""
    (tmp_path / "data").mkdir()
    store = open_store(tmp_path / "data" / "watcher.db")
    for number, title in enumerate(TITLES):
        facts = {"title": title, "summary": "", "lang": "ja" if number == 1 else "en", "outlet": f"Outlet {number}"}
        verdicts = (verdict(topic="Ties", hits=()),) if number == 0 else ()
        text = "It begins. " * 30 + "The treaty was signed. " + "It ends. " * 30
        one = decision(number, *verdicts, entry_changes=facts, text=text if number == 3 else "", page=PageState.ABSENT)
        store.commit(Plan(decisions=(one,)))
    config = tmp_path / "config.toml"
    text = '[[feed]]\nurl = "https://a.example/rss"\nname = "The Outlets"\n[[topic]]\nname = "Ties"\nrule = "@north-korea"\n'
    config.write_text(text, encoding="utf-8")
    yield "--data", str(tmp_path / "data"), "--config", str(config)
    store.close()


def titles(outcome: Outcome) -> list[object]:
    return [event["title"] for event in outcome.events]


async def test_words_are_found_newest_first_and_shown_with_their_passage(archive: tuple[str, ...]):
    assert titles(await watcher("search", "russia", "--json", *archive)) == [TITLES[3], TITLES[0]]
    assert titles(await watcher("search", "russia", "--json", "--limit", "1", *archive)) == [TITLES[3]]
    shown = await watcher("search", "treaty", *archive)
    assert "Russia buys bread" in shown.out
    assert "The treaty was signed." in shown.out
    assert "\x9b" not in (await watcher("search", "bread prices", *archive)).out


async def test_a_rule_is_a_query_and_filters_narrow(archive: tuple[str, ...]):
    rule = ("--rule", "@north-korea & @russia", "--json")
    assert titles(await watcher("search", *rule, *archive)) == [TITLES[1], TITLES[0]]
    assert titles(await watcher("search", *rule, "--lang", "ja", *archive)) == [TITLES[1]]
    assert titles(await watcher("search", "--topic", "Ties", "--decision", "yes", "--json", *archive)) == [TITLES[0]]
    assert titles(await watcher("search", "--outlet", "Outlet 2", "--json", *archive)) == [TITLES[2]]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing",), 1, "No stored entry"),
        (("--", "-bread"), 2, "at least one word"),
        (("--rule", "@no-such-group"), 2, "no-such-group"),
        (("--rule", "a & ("), 2, "--rule"),
        (("--topic", "ties"), 2, 'no topic "ties" (did you mean "Ties"? choices are Ties)'),
        (("--topic", "None"), 2, 'no topic "None" (choices are Ties)'),
        (("--outlet", "The outlet"), 2, 'no feed is called "The outlet" (did you mean The Outlets?)'),
        (("--outlet", "outlets"), 2, "did you mean The Outlets?"),
        (("--outlet", "Xyz"), 2, "`watcher feeds list` has them"),
        (("--outlet", "the OUTLETS"), 1, "No stored entry"),
        (("--lang", "ko"), 1, "No stored entry"),
        (("--lang", "German"), 2, 'did you mean "de"? choices are en, de,'),
        (("--decision", "maybe"), 2, "yes, no, undecided"),
        (("--since", "never"), 2, "--since never"),
    ],
)
async def test_what_cannot_be_found_is_said(archive: tuple[str, ...], arguments: tuple[str, ...], code: int, said: str):
    outcome = await watcher("search", *archive, *arguments)
    assert (outcome.code, said in outcome.err) == (code, True), outcome.err
    assert "Traceback" not in outcome.err
