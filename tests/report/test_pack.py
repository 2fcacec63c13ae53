"""Evidence as a file: whole, the same from the same archive, and no byte of it can be changed unseen."""

import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.values import NOW, decision, member, story, verdict
from watcher.core import evidence
from watcher.core.model import Change, Citation, Outcome, PageState, Visit
from watcher.core.rules import Topic
from watcher.errors import EvidenceError
from watcher.report.pack import packed, verify

HOUR = timedelta(hours=1)
BODY = b"<html>the page</html>"
HOSTILE = "</h1><script>alert(1)</script> \u202e\x1b[31m"
TOPIC = Topic(name="North Korea and Russia", rule="@north-korea & @russia", against=("zoo^2",))


def case(**changes):
    """The case of two articles, the first of them edited later and kept as a page."""
    first = Visit(
        entry="entry-000000",
        at=NOW,
        outcome=Outcome.FIRST,
        url="https://news.example/0",
        status=200,
        headers=(("server", HOSTILE), ("etag", '"x"')),
        title="A title",
        text="They sent 1,500 men.",
        body_hash=hashlib.sha256(BODY).hexdigest(),
        body=gzip.compress(BODY, mtime=0),
        rules="other",
    )
    edited = replace(
        first, at=NOW + HOUR, outcome=Outcome.EDITED, text="They sent 1,000 men.", changes=(Change.NUMBER,), rules=""
    )
    cites = (Citation(source="KCNA", kind="state-media", sentence="KCNA says so.", country="KP", state=True),)
    told = story(title=HOSTILE, members=(member(0, citations=cites), member(1), member(2)))
    found = {
        "entry-000000": (decision(0, verdict(), text="They sent 1,500 men.", page=PageState.READ), (first, edited)),
        "entry-000001": (decision(1, verdict(), entry_changes={"title": HOSTILE}), ()),
    }
    return evidence.case(
        told,
        found,
        **{"topics": (TOPIC, Topic(name="Other", rule="x")), "rules": "now", "program": "watcher 1", **changes},
    )


PACK = packed(case())


@pytest.fixture
def stored(tmp_path: Path):
    """Writes bytes where they can be verified."""

    def put(content: bytes) -> Path:
        path = tmp_path / "pack.zip"
        path.write_bytes(content)
        return path

    return put


def contents(pack=PACK):
    with zipfile.ZipFile(io.BytesIO(pack)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(files, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as pack:
        for name, content in files:
            pack.writestr(name, content)
    return made.getvalue()


def test_the_same_archive_gives_the_same_bytes():
    assert packed(case()) == PACK


def test_a_pack_holds_everything_and_an_article_that_is_no_longer_stored_is_left_out():
    assert list(contents()) == [
        "index.html",
        "story.json",
        "rules.json",
        "articles/01-entry-000000/article.json",
        "articles/01-entry-000000/text.txt",
        "articles/01-entry-000000/visits.json",
        "articles/01-entry-000000/version-1.txt",
        "articles/01-entry-000000/version-1.html.gz",
        "articles/01-entry-000000/version-2.txt",
        "articles/01-entry-000000/version-2.html.gz",
        "articles/02-entry-000001/article.json",
        "manifest.json",
        "SHA256SUMS",
    ]


def test_it_says_when_why_on_whose_word_and_by_which_rules():
    files = {name: json.loads(content) for name, content in contents().items() if name.endswith(".json")}
    article = files["articles/01-entry-000000/article.json"]
    assert (article["first_seen"], article["fetched"]) == (NOW.isoformat(), NOW.isoformat())
    assert article["verdicts"][0]["hits"][0]["text"] == "Nordkorea"
    assert article["verdicts"][0]["parts"][0]["label"] == "closeness"
    assert article["citations"][0]["sentence"] == "KCNA says so."
    first, edited = files["articles/01-entry-000000/visits.json"]
    assert (first["headers"][1], first["rules_sha256"], edited["changes"]) == (["etag", '"x"'], "other", ["number"])
    assert files["rules.json"]["topics"][0]["rule"] == TOPIC.rule
    assert [topic["name"] for topic in files["rules.json"]["topics"]] == [TOPIC.name]
    assert files["manifest.json"]["as_of"] == (NOW + HOUR).isoformat()
    assert contents()["articles/01-entry-000000/text.txt"] == b"They sent 1,500 men."


def test_the_index_is_strict_leads_to_every_file_and_keeps_foreign_text_as_text():
    page = contents()["index.html"].decode()
    links = {one.get("href") for one in ET.fromstring(page).iter() if one.get("href")}
    assert set(contents()) - {"index.html", "SHA256SUMS"} <= links
    assert "<script>" not in page
    assert "1 article judged by other rules" in page
    assert "<del>1,500</del> <ins>1,000</ins>" in page


def test_a_pack_as_it_was_written_is_whole(stored):
    manifest, faults = verify(stored(PACK))
    assert (manifest["story"], faults) == ("story-000000", ())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(PACK) - 1), value=st.integers(1, 255))
def test_no_byte_of_a_file_in_a_pack_is_changed_unseen(stored, place, value):
    changed = bytearray(PACK)
    changed[place] ^= value
    try:
        _, faults = verify(stored(bytes(changed)))
    except EvidenceError:
        return
    if not faults:  # what is left is the ZIP file's own: times, rights, comments
        assert contents(bytes(changed)) == contents()


def test_a_file_that_is_changed_added_taken_away_or_doubled_is_named(stored):
    files = contents()
    story_file, changed = files["story.json"], files["story.json"].replace(b"story", b"storm", 1)
    for made, said in (
        ({**files, "story.json": changed}, "story.json was changed"),
        ({**files, "more.txt": b"x"}, "more.txt is not in the manifest"),
        ({name: content for name, content in files.items() if name != "rules.json"}, "rules.json is missing"),
        ({name: content for name, content in files.items() if name != "SHA256SUMS"}, "SHA256SUMS is missing"),
    ):
        _, faults = verify(stored(zipped(made.items())))
        assert any(said in fault for fault in faults), faults
    damaged = zipped(files.items()).replace(story_file, changed)
    assert any("damaged on its way" in fault for fault in verify(stored(damaged))[1])
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = zipped([*files.items(), ("story.json", story_file)])
    assert any("stands twice" in fault for fault in verify(stored(doubled))[1])


def test_a_page_that_is_not_the_one_that_came_is_named_even_if_the_manifest_agrees(stored):
    made = case()
    (first, edited) = made.exhibits[0].visits
    forged = replace(first, body=gzip.compress(b"<html>another page</html>", mtime=0))
    exhibit = replace(made.exhibits[0], visits=(forged, edited))
    _, faults = verify(stored(packed(replace(made, exhibits=(exhibit, *made.exhibits[1:])))))
    assert [fault.partition(" is not the page")[0] for fault in faults] == [
        "articles/01-entry-000000/version-1.html.gz"
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        PACK[: len(PACK) // 2],
        zipped([("a.txt", b"x")]),
        zipped([("manifest.json", b"{}")]),
        zipped([("manifest.json", b"[1")]),
        zipped(contents().items(), zipfile.ZIP_DEFLATED),
    ],
    ids=["empty", "text", "half", "no manifest", "empty manifest", "broken manifest", "compressed"],
)
def test_what_is_no_pack_is_said_to_be_none(stored, content):
    with pytest.raises(EvidenceError, match="no evidence pack"):
        verify(stored(content))


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path):
    with pytest.raises(EvidenceError, match="cannot be read: No such file"):
        verify(tmp_path / "none.zip")
