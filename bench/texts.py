"""Invented texts and rules for benchmarks: as many words, and as often, as the news of fourteen languages hold."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from watcher.core.model import Article, Entry, PageState
from watcher.core.rules import Topic

NOW: Final = datetime(2026, 1, 2, tzinfo=UTC)
WORDS: Final = 30_000  # of each language: a month of news hold as many
COMMON: Final = 10_000  # the first ones are "the" and "of" and "government", which nobody puts into a rule
LENGTH: Final = 4_000  # characters of an alphabet; a script without spaces says as much in half
_LATIN: Final = ("b c d f g h k l m n p r s t v z br st tr sch".split(), "a e i o u".split())  # noqa: SIM905 - reads best as words
_CYRILLIC: Final = ("б в г д ж з к л м н п р с т х ш ст пр".split(), "а е и о у ы я".split())  # noqa: SIM905
_ARABIC: Final = ("ب ت ج ح د ر س ش ع ف ق ك ل م ن ه".split(), ["", "ا", "و", "ي"])  # noqa: SIM905
_HANGUL: Final = ([chr(0xAC00 + 28 * step) for step in range(90)], [chr(0xAC04 + 84 * step) for step in range(60)])
_HAN: Final = ([chr(0x4E10 + 7 * step) for step in range(800)], [chr(0x6211 + 5 * step) for step in range(800)])
# Sounds of a script, endings that inflect, and what parts words.
LANGUAGES: Final = {
    **{code: (*_LATIN, ["", "", *endings.split()], " ") for code, endings in {
        "en": "s ed ing", "de": "en er es", "fr": "es ent", "es": "s es ar", "it": "i e o", "pt": "s es ar",
        "nl": "en s", "sv": "en ar arna", "pl": "a y em ach", "tr": "lar da in",
    }.items()},
    "ru": (*_CYRILLIC, ["", "а", "ом", "ами", "ах"], " "),
    "ar": (*_ARABIC, ["", "", "ون", "ات"], " "),
    "ko": (*_HANGUL, ["", "은", "이", "에서"], " "),
    "zh": (*_HAN, [""], ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Articles, and as many rules as anybody asks for, made of the same words."""

    articles: tuple[Article, ...]
    topics: tuple[Topic, ...]


def corpus(articles: int, rules: int, *, seed: int = 1) -> Corpus:
    """The same for the same numbers, on every machine; `rules` of them ask for what the articles are made of."""
    words = {lang: vocabulary(lang, seed=seed) for lang in LANGUAGES}
    dice = random.Random(seed)
    langs = list(LANGUAGES)
    made = tuple(_article(dice, index, langs[index % len(langs)], words) for index in range(articles))
    dice = random.Random(seed + 1)
    return Corpus(articles=made, topics=tuple(_topic(dice, index, words[dice.choice(langs)]) for index in range(rules)))


def vocabulary(lang: str, *, seed: int = 1) -> list[str]:
    """The words of a language, the commonest first."""
    return _words(random.Random(f"{seed} {lang}"), *LANGUAGES[lang][:2])


def _words(dice: random.Random, onsets: Sequence[str], vowels: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(dice.choice(onsets) + dice.choice(vowels) for _ in range(dice.choice((1, 2, 3, 3, 4))))] = None
    return list(found)


def _article(dice: random.Random, index: int, lang: str, words: dict[str, list[str]]) -> Article:
    *_, endings, space = LANGUAGES[lang]
    pieces: list[str] = []
    length = 0
    while length < (LENGTH if space else LENGTH / 2):
        rank = min(int(WORDS ** dice.random() * dice.random() * 2), WORDS - 1)  # Zipf's law, roughly
        word = words[lang][rank] + dice.choice(endings)
        pieces.append(
            (word.capitalize() if dice.random() < 0.15 else word) + (dice.choice(".,") if dice.random() < 0.1 else "")
        )
        length += len(pieces[-1]) + len(space)
    text = space.join(pieces)
    entry = Entry(id=str(index), feed="", outlet="", title=text[:80], lang=lang, first_seen=NOW)
    return Article(entry=entry, text=text, page=PageState.READ)


def _topic(dice: random.Random, index: int, words: Sequence[str]) -> Topic:
    """(any of 1 to 4) and, of 60 %, (any of 1 or 2), and, of 30 %, not (one): what analysts' own rules look like."""

    def terms(count: int) -> str:
        return " | ".join(dice.sample(words[COMMON:], count))

    rule = f"({terms(dice.randint(1, 4))})"
    if dice.random() < 0.6:
        rule += f" & ({terms(dice.randint(1, 2))})"
    if dice.random() < 0.3:
        rule += f" & !{terms(1)}"
    return Topic(name=f"topic {index}", rule=rule)
