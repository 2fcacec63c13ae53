"""What holds for any text."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.citations.material import article, citations, cited
from watcher.core.citations import find
from watcher.data.sources import load_sources

PIECES = st.sampled_from(
    [
        "Reuters", "KCNA", "the Kremlin", "NIS", "TASS", "ТАСС", "朝中社", "연합뉴스", "رويترز", "Bild", "The Times",
        "said", "reported", "citing", "according to", "laut", "berichtet", "unter Berufung auf", "со ссылкой на",
        "сообщает", "에 따르면", "을 인용해", "보도했다", "によると", "据", "报道", "援引", "نقلا عن", ",", ".", ":", "(", ")",
        "/", "\n", " - ", "and", '"', "Photo:", "dpa", "\u200b", "&amp;", "ﬁ", "İ", "ship",
    ]
)  # fmt: skip
ENGLISH = st.sampled_from(
    ["Reuters", "KCNA", "the Kremlin", "NIS", "Bild", "said", "reported", "citing", "according to", ",", ".", ":", "and", "ship"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=12).map("".join), st.text())
LANGS = st.sampled_from(["", "en", "de", "ru", "ko", "ja", "zh", "ar", "tr", "xx"])


@given(title=TEXTS, summary=TEXTS, text=TEXTS, lang=LANGS, outlet=TEXTS, author=TEXTS)
@settings(max_examples=150)
def test_any_text_has_an_answer_whose_evidence_lies_in_it(title, summary, text, lang, outlet, author):
    fields = {"title": title, "summary": summary, "text": text, "lang": lang, "outlet": outlet, "author": author}
    found = citations(**fields)
    assert found == citations(**fields)
    assert [citation.order for citation in found] == list(range(len(found)))
    assert len({citation.source for citation in found}) == len(found)
    assert all(any(citation.sentence in part for part in (title, summary, text)) for citation in found)


@given(text=st.lists(ENGLISH, max_size=20).map(" ".join))
@settings(max_examples=80)
def test_an_unrelated_paragraph_removes_no_source(text):
    text = f"The ship sank. {text}"
    longer = f"{text}\n\nThe weather stays mild in the hills."
    assert set(cited(text=text, lang="en")) <= set(cited(text=longer, lang="en"))


def test_sources_are_the_same_in_another_process():
    there = pickle.loads(pickle.dumps(load_sources()))
    one = article(lang="en", text="The ship sank, Reuters said, citing KCNA.")
    assert find(one, there) == find(one, load_sources())


def test_one_endless_sentence_is_bounded():
    text = "Reuters , the agency , said KCNA (dpa / " * 2_000
    assert cited(title=text, summary=text, text=text, lang="en")


def test_a_text_made_of_names_and_cues_is_bounded():
    text = "Reuters said, citing KCNA, " * 5_000
    assert cited(text=text, lang="en") == ["Reuters", "KCNA"]
