"""The language blocs of the world's press: a story that leaves its bloc has become another kind of news.

Papers of one bloc read and copy each other, so that a tenth one of them adds little; the first one of another bloc
says that the news has crossed over. This is about presses and not about the kinship of languages: Ukrainian and
Russian papers are two blocs, German and Greek ones are one.
"""

from collections.abc import Iterable, Mapping
from typing import Final

_LANGUAGES: Final[Mapping[str, str]] = {
    "European languages": "bg bs ca cs cy da de el en es et eu fi fr ga gl hr hu is it lb lt lv mk mt nb nl nn no pl pt "
    "ro sk sl sq sr sv",
    "Russian": "be ru",
    "Ukrainian": "uk",
    "Central Asian languages": "kk ky mn tg tk uz",
    "Caucasian languages": "hy ka",
    "Turkish": "az tr",
    "Arabic": "ar",
    "Persian": "fa ku ps",
    "Hebrew": "he",
    "South Asian languages": "bn gu hi kn ml mr ne or pa sd si ta te ur",
    "Southeast Asian languages": "fil id jv km lo ms my th tl vi",
    "Chinese": "yue zh",
    "Japanese": "ja",
    "Korean": "ko",
    "African languages": "af am ha ig om rw so sw ti wo xh yo zu",
}
_BLOCS: Final = {lang: bloc for bloc, langs in _LANGUAGES.items() for lang in langs.split()}


def bloc_of(lang: str) -> str:
    """The bloc of a language tag, named for people; a language that is in none is one by itself, "" is no language."""
    primary = lang.partition("-")[0].lower()
    return _BLOCS.get(primary, primary)


def blocs_of(langs: Iterable[str]) -> frozenset[str]:
    """The blocs of several languages; unknown ones do not count."""
    return frozenset(filter(None, map(bloc_of, langs)))
