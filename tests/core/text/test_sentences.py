import pytest
from hypothesis import given, settings

from tests.core.text.strategies import nasty_texts
from watcher.core.text.fold import fold
from watcher.core.text.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "U.S. troops left.| Others came!| Why?",
        "He met S. Korea's envoy.| Gen. Park left.",
        "Am 9. Juli, z. B. in Berlin, sprach Dr. Kim.| Danach nicht.",
        "Es waren 3,5 Mio. Euro.| Das war 2024.| Heute 3.5.",
        "В 2024 г. Путин и др. приехали.| Потом уехали.",
        "他说：“好！”|然后走了。|再见",
        "彼は言った。|「行く。」|終わり",
        "यह है।| वह था।",
        "ماذا حدث؟| لا شيء.",
        "کیا ہوا؟| کچھ نہیں۔| ختم",
        "“It is over.”| They left.",
        "Wait…| What?!",
        "headline\n|second line",
        "approx. five men.| done",
    ],
)
def test_a_sentence_ends_where_a_reader_stops(text):
    parts = text.split("|")
    joined = "".join(parts)
    assert [joined[start:end] for start, end in sentences(joined)] == [part.strip() for part in parts]


@given(nasty_texts)
@settings(max_examples=200)
def test_sentences_stand_in_order_and_lose_nothing_but_white_space(text):
    spans = sentences(text)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))


@given(nasty_texts)
@settings(max_examples=200)
def test_small_letters_end_nothing_where_all_are_small(text):
    small = fold(text).text
    assert not small.islower() or sentences(small, folded=True) == sentences(small)
