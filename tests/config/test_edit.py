"""Configurations edited by the program."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.config import Example
from watcher.config.edit import keep, with_examples, with_feeds, without_feeds
from watcher.core.model import Feed
from watcher.errors import ConfigError

TEXT = """\
# Mine.
[http]
gap = "1s"  # gently

# --- Agencies ---
[[feed]]
url = "https://a.example/rss"   # the first
name = "A"

# --- Papers ---
[[feed]]
url = "https://b.example/rss"
tags = [
  "x",
]

# --- Topics ---
[[topic]]
name = "Bread"
rule = "bread"
"""


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode())
    return path


def test_a_new_feed_stands_behind_the_last_one_and_before_the_next_heading(tmp_path: Path):
    edited = with_feeds(written(tmp_path), [Feed(url="https://c.example/rss", name="C")])
    new = '\n[[feed]]\nurl = "https://c.example/rss"\nname = "C"\n'
    assert edited.text == TEXT.replace('  "x",\n]\n', f'  "x",\n]\n{new}')


def test_taking_a_feed_out_leaves_every_comment_between_tables(tmp_path: Path):
    edited = without_feeds(written(tmp_path), {"https://a.example/rss"})
    assert edited.text == TEXT.replace('[[feed]]\nurl = "https://a.example/rss"   # the first\nname = "A"\n', "", 1)


def test_adding_and_taking_out_leaves_the_file_as_it_was(tmp_path: Path):
    path = written(tmp_path)
    keep(with_feeds(path, [Feed(url="https://c.example/rss")]))
    assert without_feeds(path, {"https://c.example/rss"}).text.replace("\n\n\n", "\n\n") == TEXT


def test_line_ends_and_byte_order_marks_stay(tmp_path: Path):
    path = written(tmp_path, "\ufeff" + TEXT.replace("\n", "\r\n").removeprefix("# Mine.\r\n"))
    text = with_feeds(path, [Feed(url="https://c.example/rss")]).text
    assert text.startswith("\ufeff[http]")
    assert text.count("\n") == text.count("\r\n")


def test_a_file_without_feeds_and_without_a_last_line_end_gets_its_first(tmp_path: Path):
    text = with_feeds(written(tmp_path, '[http]\ngap = "1s"'), [Feed(url="https://c.example/rss")]).text
    assert tomllib.loads(text) == {"http": {"gap": "1s"}, "feed": [{"url": "https://c.example/rss"}]}


@pytest.mark.parametrize(
    "text",
    [
        'feed = [{ url = "https://a.example/rss" }]\n',
        '[[feed]]\nurl = "https://a.example/rss"\nname = """\n[[feed]]\n"""\n[[feed]]\nurl = "https://b.example/rss"\n',
    ],
)
def test_what_cannot_be_seen_through_is_refused_and_never_spoilt(tmp_path: Path, text: str):
    with pytest.raises(ConfigError, match="by hand"):
        without_feeds(written(tmp_path, text), {"https://a.example/rss"})


def test_the_old_file_is_kept_and_a_link_stays_a_link(tmp_path: Path):
    (tmp_path / "dotfiles").mkdir()
    real = written(tmp_path / "dotfiles")
    real.chmod(0o600)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    old = keep(with_feeds(link, [Feed(url="https://c.example/rss")]))
    assert link.is_symlink()
    assert (old.read_text(), "c.example" in real.read_text()) == (TEXT, True)
    assert real.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in real.parent.iterdir()) == ["config.toml", "config.toml.old"]


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"])), min_size=1, max_size=3))
def test_every_name_that_is_added_is_read_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]):
    path = written(tmp_path_factory.mktemp("edit"))
    feeds = [Feed(url=f"https://c.example/{number}", name=name) for number, name in enumerate(names)]
    added = tomllib.loads(with_feeds(path, feeds).text)["feed"][2:]
    assert [feed.get("name", "") for feed in added] == names


# --- examples ---------------------------------------------------------------------------------------------------------

TOPICS = """\
[[topic]]   # the first
name = "Bread"
rule = "bread"

[[topic.example]]
match = true
title = "Bread"  # plain

# --- and now salt ---
[[topic]]
name = "Salt"
rule = "salt"
"""
NEW = Example(match=False, title='He said "no"\x7f', lang="de", text="One.\n\nTwo.")


def test_an_example_stands_behind_those_of_its_topic_and_no_comment_moves(tmp_path: Path):
    edited = with_examples(written(tmp_path, TOPICS), "Bread", [NEW])
    head, tail = TOPICS.split("\n# --- and")
    table = (
        '\n[[topic.example]]\nmatch = false\ntitle = "He said \\"no\\"\\u007f"\ntext = "One.\\n\\nTwo."\nlang = "de"\n'
    )
    assert edited.text == f"{head}{table}\n# --- and{tail}"
    first = tomllib.loads(edited.text)["topic"][0]["example"]
    assert [one["title"] for one in first] == ["Bread", NEW.title]


def test_the_last_topic_of_a_file_without_a_line_end_takes_one_too(tmp_path: Path):
    edited = with_examples(written(tmp_path, TOPICS.rstrip("\n").replace("\n", "\r\n")), "Salt", [NEW])
    assert tomllib.loads(edited.text)["topic"][1]["example"][0]["match"] is False
    assert "\n" not in edited.text.replace("\r\n", "")


@pytest.mark.parametrize("text", ['topic = [{name = "Bread", rule = "bread"}]\n', TOPICS.replace("Bread", "Wine")])
def test_topics_that_are_not_seen_through_are_left_alone(tmp_path: Path, text: str):
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=r"\[\[topic\]\] table"):
        with_examples(path, "Bread", [NEW])
    assert path.read_bytes() == text.encode()
