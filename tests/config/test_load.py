"""A configuration is understood whole, or every fault in it is told at once with its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from watcher.config import load, load_text, starter_text
from watcher.dashboard.configured import key_faults
from watcher.errors import ConfigError, Fault

TOPIC = '[[topic]]\nname = "T"\nrule = "Pyongyang & Moscow"\n'


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(ConfigError) as caught:
        load_text(text, source="config.toml")
    return caught.value.faults


def test_an_empty_file_is_a_configuration_with_every_default():
    config = load_text("", source="x").config
    assert config.watcher.interval == timedelta(minutes=15)
    assert config.feeds == ()
    assert config.channels["desktop"].kind == "desktop"


def test_the_starter_configuration_loads_with_about_sixty_feeds():
    loaded = load(None)
    assert 55 <= len(loaded.config.feeds) <= 65
    assert [topic.name for topic in loaded.config.topic] == ["North Korea–Russia military ties"]
    assert "starter" in loaded.source


def test_every_starter_feed_names_its_outlet_and_language():
    assert [feed.url for feed in load(None).config.feeds if not (feed.name and feed.lang)] == []


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = '[watcher]\ninterval = "soon"\n\n[[feed]]\nurl = "ftp://x"\nlang = "German"\n\n[http]\nredirects = -1\n'
    found = {(fault.line, fault.column) for fault in faults(text)}
    assert found == {(2, 12), (5, 7), (6, 8), (9, 13)}


def test_an_unknown_setting_is_a_fault_that_names_the_nearest_one():
    (fault,) = faults('[watcher]\nintervall = "5m"\n')
    assert (fault.line, fault.column) == (2, 1)
    assert 'did you mean "interval"' in fault.message
    assert fault.excerpt.splitlines()[1].index("^") == 2


def test_an_unknown_setting_that_is_near_nothing_lists_the_choices():
    (fault,) = faults("[alerts]\nzzz = 1\n")
    assert "choices are" in fault.message
    assert "first_run" in fault.message


def test_a_missing_setting_is_told_at_its_table():
    (fault,) = faults("[[feed]]\nname = 'no address'\n")
    assert '"url" is missing' in fault.message
    assert fault.line == 1


def test_bad_toml_is_told_with_line_and_caret():
    (fault,) = faults("a = 1\nb = [1,\nc = 2\n")
    assert fault.line == 3
    assert fault.excerpt.endswith("^")
    assert "not valid TOML" in fault.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"a = '\x00'", "not valid TOML"),
        (b"a = 1\na = 2\n", "not valid TOML"),
        (b"x" * 2_000_001, "not a configuration"),
    ],
)
def test_a_damaged_file_is_a_fault_that_names_the_file(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        load(path)
    assert caught.value.faults[0].file == str(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(ConfigError, match="watcher init"):
        load(tmp_path / "none.toml")


def test_a_folder_is_no_configuration(tmp_path: Path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_byte_order_mark_and_dos_line_ends_do_no_harm(tmp_path: Path):
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[watcher]\r\ncontact = "me"\r\n')
    assert load(path).config.watcher.contact == "me"


def test_a_topic_that_notifies_an_unknown_channel_is_told_with_the_choices():
    (fault,) = faults(TOPIC + 'notify = ["desktop", "pager"]\n')
    assert 'no channel "pager"' in fault.message
    assert "desktop" in fault.message
    assert fault.line == 4


def test_one_address_twice_and_one_topic_twice_are_faults():
    text = '[[feed]]\nurl = "http://x/"\n[[feed]]\nurl = "http://x/"\n' + TOPIC + TOPIC
    assert [fault.line for fault in faults(text)] == [4, 9]


def test_a_rule_that_cannot_be_read_is_told_at_its_line_with_a_caret_in_the_rule():
    (fault,) = faults('[[topic]]\nname = "T"\nrule = "Pyongyang Moscow &"\n')
    assert fault.line == 3
    assert "^" in fault.excerpt


def test_an_unknown_group_is_told_at_the_rule_that_names_it():
    (fault,) = faults('[[topic]]\nname = "T"\nrule = "@north-koreaa & Moscow"\n')
    assert fault.line == 3
    assert "north-korea" in str(fault)


@pytest.mark.parametrize(
    ("text", "look_back"), [("silent", timedelta(0)), ("notify", None), ("last 6h", timedelta(hours=6))]
)
def test_first_run_says_how_far_back_a_new_feed_may_tell(text: str, look_back: timedelta | None):
    config = load_text(f'[alerts]\nfirst_run = "{text}"\n', source="x").config
    assert config.alerts.look_back == look_back


def test_the_starter_is_written_as_it_is_read():
    assert load_text(starter_text(), source="x").config == load(None).config


# --- channels ---


def test_a_channel_takes_the_settings_of_its_kind_and_no_others():
    (fault,) = faults('[channel.phone]\nkind = "ntfy"\ntopic = "t"\ncommand = ["x"]\n')
    assert (fault.line, fault.column) == (4, 1)
    assert 'unknown setting "command"' in fault.message
    assert "server" in fault.message
    assert "threshold" not in fault.message


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ('kind = "pager"', 2, "choices are desktop, command, screen, bell, webhook, ntfy, remote"),
        ('timeout = "5s"', 2, '"kind" of a channel is missing'),
        ('kind = "command"', 2, '"command" is missing'),
        ('kind = "command"\ncommand = []', 3, "at least 1 item"),
        ('kind = "webhook"\nurl = "mail.example.org"', 3, "begins with http"),
        ('kind = "webhook"\nurl = "https://x.example"\nsecret = "hunter2"', 4, 'write "env:NAME"'),
        ('kind = "webhook"\nurl = "https://x.example"\nheaders = { "a b" = "c" }', 4, "name of an HTTP header"),
        ('kind = "webhook"\nurl = "https://x.example"\nheaders = { a = "b\\nc" }', 4, "no header can hold"),
        ('kind = "ntfy"\ntopic = "t"\ntitle = "{{ titel }}"', 4, 'no "titel" (choices are id, story'),
        ('kind = "ntfy"\ntopic = "t"\nbody = "{% if %}"', 4, "not a template: Expected an expression"),
        ('kind = "command"\ncommand = ["x"]\ntemplate = "{{ title|shout }}"', 4, "shout"),
        ('kind = "remote"\nurl = "tgram://token/chat"', 3, 'write "env:NAME"'),
    ],
)
def test_what_is_wrong_with_a_channel_is_told_at_its_place(table: str, line: int, said: str):
    (fault,) = faults(f"[channel.mine]\n{table}\n")
    assert said in fault.message
    assert fault.line == line
    assert "hunter2" not in fault.message


# --- when alerts are told ---


@pytest.mark.parametrize("span", ["23:00", "23-7", "24:00-07:00", "07:00-07:00", "23:00-7:00"])
def test_quiet_hours_are_a_span_of_the_day(span: str):
    (fault,) = faults(f'[alerts]\nquiet = "{span}"\n')
    assert "expected a" in fault.message


def test_quiet_hours_may_cross_midnight():
    quiet = load_text('[alerts]\nquiet = "23:00 - 07:00"\n', source="x").config.alerts.quiet_hours
    assert quiet is not None
    assert (quiet.start.hour, quiet.end.hour) == (23, 7)


# --- all in one go ---


EVERY_KIND = """\
[watcher]
workers = 0
[alerts]
feeds = ["pager"]
[dashboard]
keys = { dance = ["x"] }
[channel.mine]
kind = "pager"
[[topic]]
name = "A"
rule = "Pyongyang Moscow"
notify = ["mine", "phone"]
[[topic]]
rule = "@nothing & (Pyongyang"
against = ["sport &"]
[[topic]]
name = "C"
rule = 3
[[topic]]
name = "D"
rule = "@mine"
[group.mine]
de = ["a*"]
include = ["nowhere"]
[group.unnamed]
kind = "thing"
en = ["*"]
"""


def test_faults_of_values_rules_groups_and_keys_are_told_in_one_go():
    with pytest.raises(ConfigError) as caught:
        load_text(EVERY_KIND, source="config.toml", beside=key_faults)
    found = [(fault.line, fault.message) for fault in caught.value.faults]
    told = [
        (2, '"watcher.workers" should be at least 1'),
        (4, 'no channel "pager"'),
        (6, 'unknown action "dance"'),
        (8, "no 'pager'"),
        (11, "two terms side by side"),
        (12, 'no channel "phone"'),
        (13, '"name" is missing'),
        (14, "this ( is never closed"),
        (14, "no group is called nothing"),
        (15, "the rule ends too early"),
        (18, '"topic.rule" should be a text'),
        (23, "a* would hit nearly everything"),
        (24, "no group is called nowhere"),
        (26, "\"kind\" cannot be 'thing'"),
        (27, "* would hit nearly everything"),
    ]
    assert [line for line, _ in found] == [line for line, _ in told]
    assert [part in message for (_, message), (_, part) in zip(found, told, strict=True)] == [True] * len(told)


def test_each_fault_of_a_rule_shows_its_line_and_a_caret_in_the_rule():
    with pytest.raises(ConfigError) as caught:
        load_text(EVERY_KIND, source="config.toml")
    (fault,) = [fault for fault in caught.value.faults if fault.line == 11]
    line, caret, heading, rule, inner = fault.excerpt.splitlines()
    assert line[caret.index("^") :].startswith('"Pyongyang')
    assert heading == "  in the rule:"
    assert rule[inner.index("^") :] == "Moscow"


def test_a_value_that_cannot_be_used_is_told_once_and_never_for_what_stands_in_for_it():
    text = '[[feed]]\nurl = 1\n[[feed]]\nurl = 2\n[[topic]]\n[[topic]]\n[channel.c]\nkind = "ntfy"\n[alerts]\nfeeds = ["c"]\n'
    assert [(fault.line, fault.message) for fault in faults(text)] == [
        (2, '"feed.url" should be a text'),
        (4, '"feed.url" should be a text'),
        (5, '"name" is missing'),
        (5, '"rule" is missing'),
        (6, '"name" is missing'),
        (6, '"rule" is missing'),
        (8, '"topic" is missing'),
    ]
