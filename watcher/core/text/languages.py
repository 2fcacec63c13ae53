"""What is known of each language: one row says how its words inflect, in which scripts, and how else they are spelt."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from watcher.core.text import suffixes
from watcher.core.text.fold import fold
from watcher.core.text.inflection import Inflection, Snowball, Uninflected, adding, shifts
from watcher.frozen import dataclass

_SAME: Final = Uninflected()
_SUBSTRING: Final = "written without spaces: terms are found as substrings, see words.reach"
_ISOLATING: Final = "words do not change"
_NORDIC: Final = (("ø", "oe"), ("å", "aa"), ("æ", "ae"), ("ä", "ae"), ("ö", "oe"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: how its words are recognised in all their forms. All methods but `spellings` want folded words."""

    code: str
    name: str
    scripts: tuple[str, ...] = ("Latn",)  # ISO 15924
    inflection: Inflection = _SAME
    why: str  # how it inflects here, or why it does not
    extra: tuple[tuple[str, str], ...] = ()  # spellings beside the folded one: ä is a, and ae too

    def stem(self, word: str) -> str:
        """What all forms of a term's word have in common."""
        return self.inflection.stem(word)

    def stems(self, token: str) -> tuple[str, ...]:
        """All stems that a token of a text may stand for, the likeliest first; a hit if a term's stem is among them."""
        return self.inflection.stems(token)

    def spellings(self, term: str) -> tuple[str, ...]:
        """The folded spellings of a term as somebody wrote it: the plain one first, then the one with `extra` pairs."""
        if not self.extra:
            return (fold(term).text,)
        spelt = term.casefold()
        for letter, other in self.extra:
            spelt = spelt.replace(letter, other)
        return tuple(dict.fromkeys((fold(term).text, fold(spelt).text)))


LANGUAGES: Final[Mapping[str, Language]] = {
    row.code: row
    for row in (
        Language(code="en", name="English", inflection=suffixes.ENGLISH, why="Snowball"),
        Language(
            code="de",
            name="German",
            inflection=suffixes.GERMAN,
            extra=(("ä", "ae"), ("ö", "oe"), ("ü", "ue")),
            why="Snowball; beside it the endings of names in a vowel and of short words",
        ),
        Language(code="nl", name="Dutch", inflection=suffixes.DUTCH, why="tails; Snowball over-stems: eenheid, een"),
        Language(code="af", name="Afrikaans", inflection=suffixes.AFRIKAANS, why="tails; Snowball has none"),
        Language(
            code="sv",
            name="Swedish",
            inflection=suffixes.SWEDISH,
            extra=_NORDIC,
            why="tails; Snowball parts soldat from soldater",
        ),
        Language(code="da", name="Danish", inflection=suffixes.DANISH, extra=_NORDIC, why="tails; as Swedish"),
        Language(
            code="no",
            name="Norwegian",
            inflection=suffixes.NORWEGIAN,
            extra=_NORDIC,
            why="tails for both written forms, nb and nn",
        ),
        Language(code="is", name="Icelandic", inflection=suffixes.ICELANDIC, why="cuts; Snowball has none"),
        Language(
            code="fr",
            name="French",
            inflection=suffixes.FRENCH,
            why="Snowball; elided articles are words of their own",
        ),
        Language(code="es", name="Spanish", inflection=suffixes.SPANISH, why="Snowball"),
        Language(
            code="pt",
            name="Portuguese",
            inflection=suffixes.PORTUGUESE,
            why="Snowball",
        ),
        Language(
            code="it",
            name="Italian",
            inflection=suffixes.ITALIAN,
            why="Snowball; elided articles are words of their own",
        ),
        Language(
            code="ca",
            name="Catalan",
            inflection=Snowball(algorithm="catalan", shifts=shifts("s: ns: es:a")),
            why="Snowball",
        ),
        Language(
            code="gl",
            name="Galician",
            inflection=suffixes.PORTUGUESE,
            why="the Portuguese Snowball: the endings are the same",
        ),
        Language(
            code="ro", name="Romanian", inflection=suffixes.ROMANIAN, why="cuts; Snowball parts Coreea from Coreei"
        ),
        Language(
            code="ru",
            name="Russian",
            scripts=("Cyrl",),
            inflection=suffixes.RUSSIAN,
            why="cuts; Snowball takes Пхеньян for a participle",
        ),
        Language(
            code="uk", name="Ukrainian", scripts=("Cyrl",), inflection=suffixes.UKRAINIAN, why="cuts; Snowball has none"
        ),
        Language(
            code="be",
            name="Belarusian",
            scripts=("Cyrl",),
            inflection=suffixes.BELARUSIAN,
            why="cuts; Snowball has none",
        ),
        Language(
            code="bg",
            name="Bulgarian",
            scripts=("Cyrl",),
            inflection=suffixes.BULGARIAN,
            why="cuts of articles and plurals; Snowball has none",
        ),
        Language(
            code="mk",
            name="Macedonian",
            scripts=("Cyrl",),
            inflection=suffixes.MACEDONIAN,
            why="cuts of articles and plurals; Snowball has none",
        ),
        Language(
            code="sr",
            name="Serbian, Croatian, Bosnian",
            scripts=("Cyrl", "Latn"),
            inflection=suffixes.SERBIAN,
            extra=(("đ", "dj"),),
            why="cuts on one Latin spelling of both scripts",
        ),
        Language(code="sl", name="Slovene", inflection=suffixes.SLOVENE, why="cuts; Snowball has none"),
        Language(code="cs", name="Czech", inflection=suffixes.CZECH, why="cuts; Snowball parts Putin from Putinem"),
        Language(code="sk", name="Slovak", inflection=suffixes.SLOVAK, why="cuts; Snowball has none"),
        Language(
            code="pl", name="Polish", inflection=suffixes.POLISH, why="cuts; Snowball parts rakieta from rakiecie"
        ),
        Language(code="lt", name="Lithuanian", inflection=suffixes.LITHUANIAN, why="Snowball"),
        Language(code="lv", name="Latvian", inflection=suffixes.LATVIAN, why="cuts; Snowball has none"),
        Language(code="el", name="Greek", scripts=("Grek",), inflection=suffixes.GREEK, why="Snowball"),
        Language(code="sq", name="Albanian", inflection=suffixes.ALBANIAN, why="cuts; Snowball has none"),
        Language(code="ga", name="Irish", inflection=suffixes.IRISH, why="Snowball"),
        Language(code="eu", name="Basque", inflection=suffixes.BASQUE, why="tails; Snowball parts Korea from Korean"),
        Language(
            code="fi", name="Finnish", inflection=suffixes.FINNISH, why="tails; Snowball parts Putin from Putinin"
        ),
        Language(
            code="et",
            name="Estonian",
            inflection=suffixes.ESTONIAN,
            why="tails; Snowball parts Pyongyang from Pyongyangi",
        ),
        Language(
            code="hu", name="Hungarian", inflection=suffixes.HUNGARIAN, why="tails; Snowball parts Korea from Koreai"
        ),
        Language(
            code="tr",
            name="Turkish",
            inflection=suffixes.TURKISH,
            why="tails; Snowball needs the vowels that folding unites",
        ),
        Language(code="az", name="Azerbaijani", inflection=suffixes.AZERBAIJANI, why="tails; Snowball has none"),
        Language(
            code="kk",
            name="Kazakh",
            scripts=("Cyrl", "Latn"),
            inflection=suffixes.KAZAKH,
            why="tails; Snowball has none",
        ),
        Language(
            code="uz",
            name="Uzbek",
            scripts=("Latn", "Cyrl"),
            inflection=suffixes.UZBEK,
            why="tails; Snowball has none",
        ),
        Language(
            code="mn",
            name="Mongolian",
            scripts=("Cyrl",),
            inflection=suffixes.MONGOLIAN,
            why="tails; Snowball has none",
        ),
        Language(
            code="ka", name="Georgian", scripts=("Geor",), inflection=suffixes.GEORGIAN, why="tails; Snowball has none"
        ),
        Language(
            code="hy",
            name="Armenian",
            scripts=("Armn",),
            inflection=suffixes.ARMENIAN,
            why="tails; Snowball parts Կորեա from Կորեայի",
        ),
        Language(
            code="ar",
            name="Arabic",
            scripts=("Arab",),
            inflection=suffixes.ARABIC,
            why="proclitics and cuts; Snowball leaves the preposition on names; broken plurals are words of their own",
        ),
        Language(
            code="fa",
            name="Persian",
            scripts=("Arab",),
            inflection=suffixes.PERSIAN,
            why="tails; the half space is folded away",
        ),
        Language(code="ur", name="Urdu", scripts=("Arab",), inflection=suffixes.URDU, why="cuts; Snowball has none"),
        Language(
            code="he",
            name="Hebrew",
            scripts=("Hebr",),
            inflection=suffixes.HEBREW,
            why="proclitics and cuts; Snowball has none",
        ),
        Language(
            code="hi",
            name="Hindi",
            scripts=("Deva",),
            inflection=suffixes.HINDI,
            why="Snowball",
        ),
        Language(code="ne", name="Nepali", scripts=("Deva",), inflection=suffixes.NEPALI, why="Snowball"),
        Language(
            code="mr", name="Marathi", scripts=("Deva",), inflection=suffixes.MARATHI, why="tails; Snowball has none"
        ),
        Language(
            code="bn", name="Bengali", scripts=("Beng",), inflection=suffixes.BENGALI, why="tails; Snowball has none"
        ),
        Language(
            code="ta",
            name="Tamil",
            scripts=("Taml",),
            inflection=suffixes.TAMIL,
            why="tails; Snowball has one that cuts names too short",
        ),
        Language(
            code="te", name="Telugu", scripts=("Telu",), inflection=suffixes.TELUGU, why="tails; Snowball has none"
        ),
        Language(code="vi", name="Vietnamese", why=_ISOLATING),
        Language(code="id", name="Indonesian", inflection=suffixes.INDONESIAN, why="tails; prefixes make other words"),
        Language(code="ms", name="Malay", inflection=suffixes.INDONESIAN, why="as Indonesian"),
        Language(code="tl", name="Tagalog", why="verbs inflect inside the word; names and nouns do not change"),
        Language(
            code="sw",
            name="Swahili",
            inflection=suffixes.SWAHILI,
            why="the locative; classes change the beginning, which a list spells out",
        ),
        Language(
            code="ko",
            name="Korean",
            scripts=("Hang",),
            inflection=suffixes.KOREAN,
            why="particles; longer terms are found as substrings, see words.reach",
        ),
        Language(code="ja", name="Japanese", scripts=("Jpan",), why=_SUBSTRING),
        Language(
            code="zh",
            name="Chinese",
            scripts=("Hans", "Hant"),
            why=_SUBSTRING,
        ),
        Language(code="th", name="Thai", scripts=("Thai",), why=_SUBSTRING),
        Language(code="lo", name="Lao", scripts=("Laoo",), why=_SUBSTRING),
        Language(code="km", name="Khmer", scripts=("Khmr",), why=_SUBSTRING),
        Language(code="my", name="Burmese", scripts=("Mymr",), why=_SUBSTRING),
    )
}
PLAIN: Final = Language(code="any", name="any language", scripts=(), why="a term of no language stands as it is")

_ALIASES: Final = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "hr": "sr", "bs": "sr", "sh": "sr", "cnr": "sr", "mo": "ro", "fil": "tl",
    "cmn": "zh", "yue": "zh", "prs": "fa", "pes": "fa", "arb": "ar", "zsm": "ms", "khk": "mn", "lvs": "lv", "ekk": "et",
}  # fmt: skip
_THREE_LETTERS: Final = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "rus": "ru", "ukr": "uk", "kor": "ko",
    "jpn": "ja", "chi": "zh", "zho": "zh", "ara": "ar", "per": "fa", "fas": "fa", "heb": "he", "tur": "tr", "pol": "pl",
    "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "swe": "sv", "fin": "fi", "hun": "hu", "vie": "vi", "tha": "th",
    "ind": "id", "hin": "hi", "ell": "el", "gre": "el", "ces": "cs", "cze": "cs", "ron": "ro", "rum": "ro",
}  # fmt: skip
# Countries where Chinese is written in traditional characters; everywhere else in simplified ones.
_TRADITIONAL: Final = frozenset(("tw", "hk", "mo"))


@lru_cache(maxsize=1024)  # of all that feeds write there
def primary(tag: str) -> tuple[str, str]:
    """The code and the script of a language tag as feeds write it (BCP 47, or nearly).

    `zh-TW` is ("zh", "Hant"), `nb_NO` ("no", ""), `sr-Latn-RS` ("sr", "Latn"), what is no tag ("", ""). The script is
    only told where it is stated, or follows from a Chinese region.
    """
    code, *rest = tag.strip().lower().replace("_", "-").split("-")
    code = _ALIASES.get(code) or _THREE_LETTERS.get(code, code)
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        return "", ""
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    if code == "zh" and rest and not script:
        script = "Hant" if _TRADITIONAL.intersection(rest) else "Hans"
    return code, script


def language(tag: str) -> Language:
    """The row of a language tag; the one that inflects nothing for `any` and for languages without a row."""
    return LANGUAGES.get(primary(tag)[0], PLAIN)


def row_of(code: str) -> Language:
    """The row that calls itself by a code: one of the table, or what `staying` made of it."""
    return staying(code[:-1]) if code.endswith("+") else LANGUAGES[code]


@cache
def staying(code: str) -> Language:
    """The row for names that stay as they are and only take endings on: *Nordkoreas*, not French *dans* for *danés*."""
    row = LANGUAGES.get(code, PLAIN)
    inflection = adding(row.inflection)
    return row if inflection is row.inflection else replace(row, code=f"{code}+", inflection=inflection)
