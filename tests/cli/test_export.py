"""`watcher export`, as a process and as a pipe."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.store.values import decision, member, story, verdict
from tests.test_run import ROOT, watcher
from watcher.core.model import PageState, Plan
from watcher.store import open_store

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = ['=HYPERLINK("https://evil.example")', "Two <b>&amp;</b> \x01\ufffe]] |\nlines", "+1 北朝鮮"]


@pytest.fixture
def archive(tmp_path: Path):
    """The data folder of a database with three matches, one that did not, and a story, open in a writer."""
    store = open_store(tmp_path / "watcher.db")
    for number, title in enumerate((*TITLES, "no match")):
        verdicts = (verdict(topic="Even" if number % 2 == 0 else "Odd"),) if number < 3 else ()
        facts = {"title": title, "url": f"https://a.example/{number}?a=1&b=<2>"}
        store.commit(Plan(decisions=(decision(number, *verdicts, entry_changes=facts, page=PageState.ABSENT),)))
    store.commit(Plan(stories=(story(title="=1+1", topics=("Even",), members=(member(0), member(1))),)))
    yield tmp_path
    store.close()


async def exported(archive: Path, *arguments: str) -> str:
    outcome = await watcher("export", "--data", str(archive), *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


async def test_matches_come_as_json_lines_newest_first(archive: Path):
    rows = [json.loads(line) for line in (await exported(archive)).splitlines()]
    assert [row["title"] for row in rows] == TITLES[::-1]
    assert rows[0]["topics"] == {"Even": 0.7}
    odd = [json.loads(line) for line in (await exported(archive, "--topic", "Odd")).splitlines()]
    assert [row["title"] for row in odd] == [TITLES[1]]


async def test_no_cell_of_a_csv_is_a_formula(archive: Path):
    matches, stories = [
        list(csv.reader(io.StringIO(await exported(archive, "--format", "csv", *arguments))))
        for arguments in ((), ("--stories",))
    ]
    assert matches[0][:2] == ["id", "title"]
    assert stories[1][1] == "'=1+1"
    assert not [cell for row in matches + stories for cell in row if cell and cell[0] in "=+-@"]


async def test_atom_is_well_formed_whatever_the_titles_hold(archive: Path):
    for arguments in ((), ("--stories",), ("--topic", "Odd")):
        feed = ET.fromstring(await exported(archive, "--format", "atom", *arguments))
        assert feed.findtext(f"{ATOM}title") == f"watcher: {'Odd' if 'Odd' in arguments else 'all topics'}"
        for one in (feed, *feed.iter(f"{ATOM}entry")):
            assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
            assert one.find(f"{ATOM}author/{ATOM}name") is not None
    whole = ET.fromstring(await exported(archive, "--format", "atom"))
    assert next(one.get("href") for one in whole.iter(f"{ATOM}link")) == "https://a.example/2?a=1&b=<2>"


async def test_a_topic_that_nothing_matched_is_named_and_the_feed_is_one_all_the_same(archive: Path):
    config = archive / "config.toml"
    config.write_text('[[topic]]\nname = "None"\nrule = "bread"\n', encoding="utf-8")
    asked = ("export", "--data", str(archive), "--config", str(config), "--format", "atom", "--topic")
    outcome = await watcher(*asked, "None")
    assert (outcome.code, 'nothing to export of the topic "None"' in outcome.err) == (0, True)
    assert ET.fromstring(outcome.out).findtext(f"{ATOM}updated")
    misspelt = await watcher(*asked, "Nome")
    assert (misspelt.code, misspelt.out) == (2, "")
    assert 'no topic "Nome" (did you mean "None"? choices are None)' in misspelt.err


async def test_a_spreadsheet_is_told_by_the_file_that_it_is_utf_8(archive: Path, tmp_path: Path):
    assert await exported(archive, "--format", "csv", "--output", str(tmp_path / "matches.csv")) == ""
    written = (tmp_path / "matches.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfid,title,")
    assert (await exported(archive, "--format", "csv")).encode().replace(b"\r", b"") in written.replace(b"\r", b"")


async def test_markdown_keeps_foreign_marks_as_text_in_one_line(archive: Path):
    lines = (await exported(archive, "--format", "md")).splitlines()
    assert len(lines) == 3
    assert r"\<b\>&amp;\</b\>" in lines[1]
    assert "(<https://a.example/2?a=1&b=%3C2%3E>)" in lines[0]


async def test_stories_come_with_their_articles(archive: Path):
    (row,) = map(json.loads, (await exported(archive, "--stories")).splitlines())
    assert (row["title"], len(row["articles"])) == ("=1+1", 2)
    story, *articles = (await exported(archive, "--stories", "--format", "md")).splitlines()
    assert "=1+1 (2 outlets, " in story
    assert len(articles) == 2


async def test_another_format_is_refused_with_the_choices(archive: Path):
    outcome = await watcher("export", "--data", str(archive), "--format", "xlsx")
    assert (outcome.code, "choices are jsonl, csv, md, atom, html" in outcome.err) == (2, True)


def test_a_reader_that_leaves_gets_no_traceback(tmp_path: Path):
    store = open_store(tmp_path / "watcher.db")
    facts = {"summary": "long " * 2000}
    store.commit(Plan(decisions=tuple(decision(n, verdict(), entry_changes=facts) for n in range(100))))
    store.close()
    command = [sys.executable, "-m", "watcher", "export", "--data", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(30)


async def test_a_report_is_one_strict_page_on_standard_output_or_in_a_file(archive: Path, tmp_path: Path):
    printed = await exported(archive, "--format", "html")
    assert ET.fromstring(printed).tag.endswith("}html")
    assert "&lt;b&gt;" in printed
    assert await exported(archive, "--format", "html", "--output", str(tmp_path / "report.html")) == ""
    assert ET.fromstring((tmp_path / "report.html").read_text(encoding="utf-8")).tag.endswith("}html")


async def test_a_report_is_narrowed_to_a_topic_a_time_or_a_story(archive: Path):
    odd = await exported(archive, "--format", "html", "--topic", "Odd")
    assert ("Two &lt;b&gt;" in odd, "北朝鮮" in odd) == (True, False)
    assert "Nothing matched" in await exported(archive, "--format", "html", "--topic", "Odd", "--since", "1h")
    one = await exported(archive, "--format", "html", "--story", "story-000000")
    assert ("=1+1" in one, "北朝鮮" in one) == (True, False)
    for arguments, said in (
        (("--format", "html", "--topic", "none"), 'no topic "none"'),
        (("--format", "html", "--story", "nothing"), 'no story or article "nothing"'),
        (("--format", "csv", "--story", "x"), "--story: csv has no report on one story"),
        (("--output", str(archive / "no" / "file")), "cannot be written"),
    ):
        outcome = await watcher("export", "--data", str(archive), *arguments)
        assert (outcome.code, said in outcome.err) == (2, True), outcome.err
