"""Whose ministry it is: bodies that every country has, and the country that the words beside them tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Final, NamedTuple

from watcher.core.citations.spec import Body, Outlet
from watcher.core.model import Field
from watcher.core.rules.document import FieldText
from watcher.core.rules.reading import Place
from watcher.core.text.languages import language
from watcher.core.text.words import Reach, reach
from watcher.frozen import dataclass

NEAR: Final = 3  # words between a body and its country: "the Interior Ministry of neighbouring Moldova"
LETTERS: Final = 10  # the same where words have no spaces
PREFIX: Final = 5  # letters that name and adjective share, where no list has the adjective: Ukraina, ukraińskie …
SHORT: Final = 4  # … and where vowels are not written
_ENDS: Final = frozenset(".;:!?…。；：！？،؛\n")


class Countries(NamedTuple):
    """How countries are told: by language, the country of each folded word, its stem, or its beginning with a star."""

    words: Callable[[str], Mapping[str, str]]
    adjective: Callable[[str], str]  # in English


NOWHERE: Final = Countries(words=lambda _: {}, adjective=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """Turns a body into the source that it is in a certain country."""

    countries: Countries
    known: Mapping[str, Outlet]  # outlets by name
    _made: dict[tuple[str, str], Outlet] = field(default_factory=dict, compare=False)

    def of(self, body: Body, place: Place, texts: Mapping[Field, FieldText], home: str) -> Outlet | None:
        """The source that a mention of a body means; None if nobody can tell whose it is.

        The words beside it decide. Without them it is the country where the article was published, unless title and
        teaser name others alone; where nobody knows that country, it is the one that they name.
        """
        country = self._beside(place, texts[place.zone.field]) or self._at_home(texts, home)
        if not country:
            return None
        if (body.name, country) not in self._made:
            name = body.known.get(country) or f"{self.countries.adjective(country)} {body.name}"
            own = Outlet(name=name, kind="official", country=country, state=True)
            self._made[body.name, country] = self.known.get(name, own)
        return self._made[body.name, country]

    def _beside(self, place: Place, text: FieldText) -> str:
        words = self.countries.words(text.lang)
        folded = text.folded.text
        before, after = folded[max(0, place.start - LETTERS) : place.start], folded[place.end : place.end + LETTERS]
        if reach(folded[place.start : place.end]) is Reach.INSIDE:
            inside = ((before.rfind(word), code) for word, code in words.items() if word in before)
            return max(inside, default=(0, ""))[1] or next((code for word, code in words.items() if word in after), "")
        spans = text.spans
        first = next((i for i, span in enumerate(spans) if span[1] > place.start), len(spans))
        last = next((i for i in range(first, len(spans)) if spans[i][0] >= place.end), len(spans))
        around = [*range(first, last), *(i for step in range(1, NEAR + 1) for i in (last + step - 1, first - step))]
        for index in around:
            if 0 <= index < len(spans) and not _parted(folded, place, spans[index]):
                code = _country(text.tokens[index], text.lang, words)
                if code:
                    return code
        return ""

    def _at_home(self, texts: Mapping[Field, FieldText], home: str) -> str:
        named = set(self._countries(texts))
        if home and (not named or home in named):
            return home
        return named.pop() if len(named) == 1 and not home else ""

    def _countries(self, texts: Mapping[Field, FieldText]) -> Iterator[str]:
        for place in (Field.TITLE, Field.SUMMARY):
            text = texts.get(place)
            for token in text.tokens if text else ():
                if text and (code := _country(token, text.lang, self.countries.words(text.lang))):
                    yield code


def _parted(folded: str, place: Place, span: tuple[int, int]) -> bool:
    gap = folded[min(place.end, span[1]) : max(place.start, span[0])]
    return not _ENDS.isdisjoint(gap)


def _country(token: str, lang: str, words: Mapping[str, str]) -> str:
    """The country that a word names, or whose adjective it seems to be."""
    if reach(token) is Reach.INSIDE:
        return next((code for word, code in words.items() if word in token), "")
    for form in (token, *language(lang).stems(token)):
        if form in words:
            return words[form]
    return words.get(beginning(token), "")


def beginning(word: str) -> str:
    """What the name of a country and its adjective share, with a star; "" for a word that is too short to tell."""
    bare = word.removeprefix("ال")
    size = SHORT if "\u0590" <= bare[:1] <= "\u06ff" else PREFIX
    return f"{bare[:size]}*" if len(bare) >= size else ""
