"""`watcher explain`, `topics`, `groups` and `check` as somebody at a terminal meets them."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.badserver import BadServer, ok
from tests.parts import page
from watcher.cli import app
from watcher.config.paths import DATABASE
from watcher.core.identity import keys
from watcher.core.model import Article, Decision, Entry, Feed, PageState, Plan, RawEntry
from watcher.errors import ConfigError, FetchError
from watcher.store import open_store

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = "North Korea has sent 1,500 soldiers to Russia, South Korea's intelligence service said on Friday in Seoul."
CONFIG = """
[http]
allow_private = ["127.0.0.1"]
gap = "0s"
robots = false
[[topic]]
name = "Ties"
rule = "@places & @forces"
threshold = 0.3
[[topic]]
name = "Zoo"
rule = "zoo"
[group.places]
kind = "names"
en = ["North Korea", "Pyongyang"]
de = ["Nordkorea"]
[group.forces]
en = ["soldier", "army"]
de = ["Militär", "Soldat"]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def run(*arguments: object, stdin: bytes = b"", code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def explained(*arguments: object, config: Path, stdin: bytes = b"") -> list[dict[str, Any]]:
    out = run("explain", *arguments, "--json", "--config", config, "--data", config.parent, stdin=stdin)
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def test_a_text_is_explained_with_its_first_line_as_title(config: Path):
    out = run("explain", "-", "--config", config, stdin=b"Pyongyang's day\nAn army marched.")
    assert "Pyongyang's day" in out
    assert "Ties: match" in out
    assert "[army]" in out
    assert "army: @forces army" in out
    assert "Zoo: no match: 0 of 1 parts; zoo absent" in out


def test_a_miss_names_the_missing_part_and_the_nearest_word(config: Path):
    out = run("explain", "-", "--config", config, "--lang", "de", stdin="Nordkorea bietet Militärhilfe an".encode())
    assert "1 of 2 parts; @forces absent" in out
    assert "nearest in the text: Militärhilfe" in out


def test_json_lines_are_explained_one_by_one_and_one_topic_alone(config: Path):
    lines = b'{"title": "Pyongyang army"}\n\n{"title": "Zoo", "lang": "en"}\n'
    first, second = explained("-", "--topic", "Zoo", config=config, stdin=lines)
    assert [topic["match"] for topic in first["topics"]] == [False]
    assert [topic["name"] for topic in second["topics"]] == ["Zoo"]
    assert second["topics"][0]["match"]


def test_a_stored_entry_is_found_by_id_and_by_address_while_a_watcher_has_the_database(config: Path):
    entry = Entry(
        id="e1", feed="f", outlet="O", url="https://news.example/a?utm_source=x", title="Pyongyang army", first_seen=NOW
    )
    store = open_store(config.parent / DATABASE)
    decision = Decision(article=Article(entry=entry, page=PageState.ABSENT), decided_at=NOW)
    found = keys(RawEntry(url=entry.url, title=entry.title), Feed(url="f"))
    decision = replace(decision, article=replace(decision.article, entry=replace(entry, keys=found)))
    store.commit(Plan(decisions=(decision,)))
    try:
        for target in ("e1", "https://news.example/a"):
            (one,) = explained(target, config=config)
            assert one["title"] == "Pyongyang army"
    finally:
        store.close()


async def test_an_address_is_fetched_and_read_like_any_page(config: Path):
    body = page(TEXT, TEXT.replace("Friday", "Saturday"))
    async with BadServer({"/1": [ok(body, content_type="text/html; charset=utf-8")]}) as server:
        url = server.url("/1")
        (one,) = await asyncio.to_thread(lambda: explained(url, config=config))
    assert one["page"] == "read"
    assert one["title"]
    assert one["topics"][0]["match"]


def test_an_address_that_cannot_be_had_is_a_failure_not_a_traceback(config: Path):
    with pytest.raises(FetchError):
        run("explain", "http://127.0.0.1:9/none", "--config", config, "--data", config.parent)


@pytest.mark.parametrize("target", ["nowhere", "a\0b", "x" * 5000, "ftp://example.org/"])
def test_what_is_no_file_no_entry_and_no_address_is_refused_with_the_choices(target: str, config: Path):
    with pytest.raises(ConfigError, match="neither a file nor the id"):
        run("explain", target, "--config", config, "--data", config.parent)


def test_an_empty_text_bad_json_and_an_unknown_topic_are_refused(config: Path):
    with pytest.raises(ConfigError, match="is empty"):
        run("explain", "-", "--config", config, stdin=b" \n")
    with pytest.raises(ConfigError, match="not JSON"):
        run("explain", "-", "--config", config, stdin=b"{no")
    with pytest.raises(ConfigError, match="choices are Ties, Zoo"):
        run("explain", "-", "--config", config, "--topic", "Tie", stdin=b"x")


def test_a_text_cannot_speak_to_the_terminal(config: Path):
    evil = "Pyongyang \x1b]0;owned\x07 \x1b[31m army \u202e [bold]zoo[/bold]\n\x9b2J"
    out = run("explain", "-", "--config", config, stdin=evil.encode())
    assert not {"\x1b", "\x07", "\x9b", "\u202e"}.intersection(out)
    assert "[bold]" in out


def test_a_rule_that_asks_for_a_source_sees_those_that_the_text_names(config: Path):
    config.write_text('[[topic]]\nname = "K"\nrule = "cites:kcna"\n', encoding="utf-8")
    text = b'{"title": "Launch", "lang": "en", "body": "The state news agency KCNA reported on Friday that it flew."}'
    (one,) = explained("-", config=config, stdin=text)
    assert one["topics"][0]["match"]


def test_topics_are_listed_with_what_decides_about_them(config: Path):
    out = run("topics", "--config", config)
    assert "@places & @forces" in out
    first, _ = map(json.loads, run("topics", "--json", "--config", config).splitlines())
    assert first["threshold"] == 0.3


def test_groups_are_listed_shipped_and_own_and_one_with_its_terms(config: Path):
    listed = {one["name"]: one for one in map(json.loads, run("groups", "--json", "--config", config).splitlines())}
    assert listed["places"]["origin"] == "yours"
    assert listed["north-korea"]["origin"] == "shipped"
    one = json.loads(run("groups", "@forces", "--lang", "de", "--json", "--config", config))
    assert one["lists"] == [{"when": "", "terms": {"de": ["Militär", "Soldat"]}}]
    assert "army" in run("groups", "forces", "--config", config)
    with pytest.raises(ConfigError, match="did you mean forces"):
        run("groups", "force", "--config", config)


def test_a_word_is_found_in_the_groups_that_hold_it_in_any_form(config: Path):
    found = [
        json.loads(line) for line in run("groups", "--find", "Soldaten", "--json", "--config", config).splitlines()
    ]
    assert {"group": "forces", "term": "Soldat", "langs": ["de"], "weight": 1.0, "use": "counts"} in found
    assert "no group has a term" in run("groups", "--find", "qqqq", "--config", config)


def test_check_warns_and_only_strict_makes_that_a_failure(config: Path):
    assert "warning" not in run("check", "--strict", "--config", config)
    config.write_text(CONFIG + 'fr = ["ok", "feu"]\n[group.idle]\nen = ["x-ray"]\n', encoding="utf-8")
    out = run("check", "--config", config)
    assert ": warning: ok has under 3 letters" in out
    assert "no topic uses @idle" in out
    assert "2 warnings" in out
    run("check", "--strict", "--config", config, code=1)
