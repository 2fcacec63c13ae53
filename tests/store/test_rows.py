"""How values are laid out: the quick ways write what the slow ones do, and numbers of keys are the same everywhere."""

import json

from hypothesis import given
from hypothesis import strategies as st

from watcher.store.rows import CODECS, dumps, key_number

TEXTS = st.lists(st.text(st.sampled_from('"\\/\x00\x1f\n\u2028é') | st.characters(exclude_categories=[]), max_size=6))


@given(texts=TEXTS)
def test_lists_of_texts_are_written_as_json_writes_them(texts: list[str]):
    written = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    assert CODECS[tuple[str, ...]].encode(tuple(texts)) == dumps(texts) == written


def test_the_number_of_a_key_is_the_same_on_every_machine_and_fits_into_a_column():
    assert key_number("g:76f3ce3a0ec3dd67") == 7449843482901912789
    assert key_number("g:\ud800")  # whatever a feed calls an item
    assert len({key_number(f"{kind}:{number:016x}") for kind in "gudxt" for number in range(2000)}) == 10_000
    assert all(-(1 << 63) <= key_number(str(number)) < 1 << 63 for number in range(100))
