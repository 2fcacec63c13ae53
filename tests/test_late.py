"""A pattern that is compiled late finds what the usual one finds, and every one of the program can be compiled."""

import importlib
import pkgutil
import re

import pytest

import watcher
from watcher import late

MODULES = [one.name for one in pkgutil.walk_packages(watcher.__path__, "watcher.") if not one.name.endswith("__main__")]


def test_a_late_pattern_does_what_the_usual_one_does():
    source, text = r"(?P<word>\w+)-(\d+)", "KN-23, BM-30 and more"
    usual, made = re.compile(source, re.ASCII), late.pattern(source, re.ASCII)
    assert made.findall(text) == usual.findall(text)
    assert [match.span("word") for match in made.finditer(text)] == [
        match.span("word") for match in usual.finditer(text)
    ]
    assert made.sub(r"\2", text) == usual.sub(r"\2", text)
    assert (made.pattern, made.flags, made.groups, made.groupindex) == (
        usual.pattern, usual.flags, usual.groups, usual.groupindex,
    )  # fmt: skip
    assert bool(made.match("?")) is bool(usual.match("?"))


def test_a_source_that_is_work_to_make_is_made_once_and_at_first_use():
    sources = ["no more than one", "a+"]
    made = late.pattern(sources.pop)
    assert len(sources) == 2
    assert (made.findall("aab"), made.findall("ba")) == (["aa"], ["a"])
    assert len(sources) == 1


def test_a_faulty_pattern_says_so_when_it_is_used():
    faulty = late.pattern("(")
    with pytest.raises(re.error):
        faulty.search("x")


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_a_module_can_be_compiled(name: str):
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        pytest.skip(f"{error}: another system's, or an extra's")
    for value in vars(module).values():
        if isinstance(value, late._Late):
            assert isinstance(value.pattern, str)
