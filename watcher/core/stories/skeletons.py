"""Consonant skeletons: what stays of a name when it is written in another script.

Vowels go, and consonants that transliterations confuse become one letter: Vostochny, Восточный and 보스토치니 are all
PSTSN. The idea is that of Soundex and its kin (Christen, Data Matching, 2012, 4.3), with classes wide enough for what
Korean, Japanese and Arabic do to foreign names.
"""

import re
from functools import lru_cache
from typing import Final

from watcher import late

LEAST: Final = 3  # consonants: shorter skeletons are everybody's

# One letter for each class: labials P, dentals T, sibilants S, velars K, M, N, liquids R.
_LATIN: Final = {
    **dict.fromkeys("bpfvw", "P"), **dict.fromkeys("td", "T"), **dict.fromkeys("szj", "S"), **dict.fromkeys("kgq", "K"),
    "m": "M", "n": "N", "l": "R", "r": "R", "x": "KS",
}  # fmt: skip
_SILENT_J: Final = late.pattern(
    r"(?<=[aeiouy])j(?![aeiou])|(?<=[bcdfghklmnpqrstvwxz])j(?=[aeiou])"
)  # Zelenskyj, Tjumen
# Groups of letters that stand for one sound; the longest first.
_GROUPS: Final = (
    ("schtsch", "S"), ("shch", "S"), ("tsch", "S"), ("tch", "S"), ("sch", "S"), ("tsj", "S"), ("szcz", "S"), ("dsch", "S"), ("dzh", "S"),
    ("dsh", "S"), ("dj", "S"), ("sj", "S"), ("zh", "S"), ("sh", "S"), ("ch", "S"), ("cz", "S"), ("sz", "S"), ("rz", "S"), ("dz", "S"), ("ts", "S"), ("tz", "S"),
    ("kh", ""), ("ph", "P"), ("th", "T"), ("gh", "K"), ("ck", "K"), ("ng", "N"), ("ce", "S"), ("ci", "S"), ("cy", "S"),
    ("c", "K"), ("h", ""),
)  # fmt: skip
_OTHERS: Final = {
    # Cyrillic
    **dict.fromkeys("бпфвў", "P"), **dict.fromkeys("тд", "T"), **dict.fromkeys("сзшщчжцџћђѕ", "S"), **dict.fromkeys("кгґ", "K"),
    "м": "M", **dict.fromkeys("нњ", "N"), **dict.fromkeys("рлљ", "R"),
    # Greek
    **dict.fromkeys("βπφ", "P"), **dict.fromkeys("τδθ", "T"), **dict.fromkeys("σςζ", "S"), **dict.fromkeys("κγ", "K"), "ξ": "KS", "ψ": "PS",
    "μ": "M", "ν": "N", "λ": "R", "ρ": "R", "χ": "",
    # Arabic and Persian, folded
    **dict.fromkeys("بپفڤ", "P"), **dict.fromkeys("تدطضثذ", "T"), **dict.fromkeys("سزصشجظچژ", "S"), **dict.fromkeys("كقگغ", "K"),
    "م": "M", "ن": "N", "ر": "R", "ل": "R",
    # Hebrew
    **dict.fromkeys("בפףו", "P"), **dict.fromkeys("דטת", "T"), **dict.fromkeys("זסצץש", "S"), **dict.fromkeys("גכךק", "K"),
    "מ": "M", "ם": "M", "נ": "N", "ן": "N", "ר": "R", "ל": "R",
}  # fmt: skip
# Kana by rows; small tsu, vowels and the long mark are silent, and what Japanese adds is vowels only.
_KANA: Final = {
    **dict.fromkeys("カキクケコガギグゲゴ", "K"), **dict.fromkeys("サシスセソザジズゼゾチツヂヅ", "S"), **dict.fromkeys("タテトダデド", "T"),
    **dict.fromkeys("ナニヌネノン", "N"), **dict.fromkeys("フバビブベボパピプペポヴ", "P"), **dict.fromkeys("マミムメモ", "M"), **dict.fromkeys("ラリルレロ", "R"),
}  # fmt: skip
_HANGUL_INITIALS: Final = ("K", "K", "N", "T", "T", "R", "M", "P", "P", "S", "S", "", "S", "S", "S", "K", "T", "P", "")
_HANGUL_FINALS: Final = (
    "", "K", "K", "K", "N", "N", "N", "T", "R", "R", "R", "R", "R", "R", "R", "R", "M", "P", "P", "T", "T", "N", "T", "T", "K", "T", "P", "T",
)  # fmt: skip
_GROUP: Final = late.pattern("|".join(letters for letters, _ in _GROUPS))
_BY_GROUP: Final = dict(_GROUPS)
_SIBILANT_C: Final = frozenset(("cs", "sk", "pl", "sl", "sr", "lt", "lv", "hu"))  # where c is never k; č folds to it
_BARE_C: Final = late.pattern("c(?![hkz])")
_LABIAL_VAV: Final = late.pattern("^و(?=[اوي])")  # a name that begins with V: Vladivostok, Wagner


@lru_cache(maxsize=20_000)
def skeleton(word: str, lang: str = "") -> str:
    """The skeleton of a folded word, or "" for one that is too short to tell names apart."""
    if word.isascii():
        if lang in _SIBILANT_C:
            word = _BARE_C.sub("s", word)
        word = _GROUP.sub(lambda match: _BY_GROUP[match[0]], _SILENT_J.sub("", word))
    elif "و" in word:
        word = _LABIAL_VAV.sub("ب", word)
    sounds = "".join(map(_sound, word))
    found = re.sub(r"(.)\1+", r"\1", sounds)
    return found if len(found) >= LEAST else ""


def _sound(char: str) -> str:
    if char.isascii():
        return char if char.isupper() else _LATIN.get(char, "")
    if "가" <= char <= "힣":
        index = ord(char) - 0xAC00
        return _HANGUL_INITIALS[index // 588] + _HANGUL_FINALS[index % 28]
    return _OTHERS.get(char) or _KANA.get(char, "")
