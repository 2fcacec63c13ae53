"""Numbers with their units, whatever way a language writes them: 1,500 soldiers, 1 500, 1万2000, 12 тыс., neun Millionen."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

# Words that multiply, folded, and stems of them: a token begins with one of these.
_MULTIPLIERS: Final[Mapping[str, float]] = {
    "hundred": 1e2, "hundert": 1e2, "cent": 1e2, "сот": 1e2, "сто": 1e2,
    "thousand": 1e3, "tausend": 1e3, "tsd": 1e3, "mille": 1e3, "mil": 1e3, "mila": 1e3, "duizend": 1e3, "tysiac": 1e3, "tysiec": 1e3, "tys": 1e3,
    "tisic": 1e3, "тысяч": 1e3, "тыс": 1e3, "тысяча": 1e3, "тисяч": 1e3, "тис": 1e3, "bin": 1e3, "tuhat": 1e3, "tuhan": 1e3, "nghin": 1e3, "ngan": 1e3, "ribu": 1e3,
    "الف": 1e3, "هزار": 1e3, "tusen": 1e3, "ezer": 1e3, "mii": 1e3, "χιλιαδες": 1e3, "אלף": 1e3, "हजार": 1e3,
    "million": 1e6, "millionen": 1e6, "mio": 1e6, "mln": 1e6, "million_s": 1e6, "millones": 1e6, "millon": 1e6, "milhoes": 1e6, "milhao": 1e6, "milioni": 1e6,
    "milione": 1e6, "miljoen": 1e6, "milion": 1e6, "милли": 1e6, "млн": 1e6, "мільйон": 1e6, "milyon": 1e6, "miljoon": 1e6, "trieu": 1e6, "juta": 1e6, "مليون": 1e6,
    "ملايين": 1e6, "ميليون": 1e6, "millio": 1e6, "milioane": 1e6, "εκατομμυρ": 1e6, "מיליון": 1e6,
    "billion": 1e9, "milliard": 1e9, "mrd": 1e9, "mld": 1e9, "miliard": 1e9, "миллиард": 1e9, "млрд": 1e9, "мільярд": 1e9, "milyar": 1e9, "miljard": 1e9,
    "bilhoes": 1e9, "bilhao": 1e9, "مليار": 1e9, "ميليارد": 1e9, "ty": 1e9, "miliar": 1e9, "bn": 1e9, "m": 1e6,
}  # fmt: skip
_CJK: Final[Mapping[str, float]] = {
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "백": 1e2, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12, "兆": 1e12,
}  # fmt: skip
_CJK_DIGITS: Final = {
    char: value
    for value, chars in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
# Numbers that news writes in words before a multiplier or alone; only before one they count.
_WORDS: Final[Mapping[str, float]] = {
    **dict.fromkeys("полторы полтора півтори anderthalb".split(), 1.5),
    **dict.fromkeys("one eine ein une un una um jeden jedna один одна bir yksi mot واحد یک".split(), 1),
    **dict.fromkeys("two zwei deux dos dois due twee dwa dva два дві iki kaksi hai اثنان دو".split(), 2),
    **dict.fromkeys("three drei trois tres tre drie trzy tri три uc kolme ba ثلاثه سه".split(), 3),
    **dict.fromkeys(
        "four vier quatre cuatro quatro quattro cztery ctyri четыре чотири dort nelja bon اربعه چهار".split(), 4
    ),
    **dict.fromkeys("five funf cinq cinco cinque vijf piec pet пять п'ять bes viisi nam خمسه پنج".split(), 5),
    **dict.fromkeys("six sechs seis sei zes szesc sest шесть шість alti kuusi sau سته شش".split(), 6),
    **dict.fromkeys(
        "seven sieben sept siete sete sette zeven siedem sedm семь сім yedi seitseman bay سبعه هفت".split(), 7
    ),
    **dict.fromkeys("eight acht huit ocho oito otto osiem osm восемь вісім sekiz kahdeksan tam ثمانيه هشت".split(), 8),
    **dict.fromkeys(
        "nine neun neuf nueve nove negen dziewiec devet девять дев'ять dokuz yhdeksan chin تسعه نه".split(), 9
    ),
    **dict.fromkeys("ten zehn dix diez dez dieci tien dziesiec deset десять on kymmenen muoi عشره ده".split(), 10),
    **dict.fromkeys("twelve zwolf douze doce doze dodici twaalf dwanascie dvanact двенадцать дванадцять".split(), 12),
}
# Units by their stems; a stem of four letters or more may be inflected, one of a script without spaces runs on.
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys("km kilomet chilomet quilomet км километр кілометр キロ 킬로미터 公里 千米 كيلومتر".split(), "km"),
    **dict.fromkeys("mm millimet мм миллиметр ミリ 밀리 毫米 ملم".split(), "mm"),
    **dict.fromkeys("kg kilo kilogram кг килограмм 公斤 キログラム 킬로그램 كيلوغرام".split(), "kg"),
    **dict.fromkeys("t tonn tons toneladas tonnellat ton т тонн トン 톤 吨 噸 طن تن".split(), "t"),
    **dict.fromkeys("% percent prozent pourcent procent процент відсотк 퍼센트 パーセント".split(), "%"),
    **dict.fromkeys("$ usd dollar dolar доллар долар ドル 달러 美元 دولار دلار".split(), "$"),
    **dict.fromkeys("€ eur euro евро євро ユーロ 유로 欧元 歐元 يورو".split(), "€"),
}
_STEM: Final = 4
# What makes a bare number a date, a time or an ordinal in its language.
_CALENDAR: Final = re.compile(
    r"\s?(?:年|月|日|時|时|點|点|分|년|월|일|시|분|г\.|года|году|год|року|uhr|am\b|pm\b|a\.m|p\.m|h\b|:\d|th\b|st\b|nd\b|rd\b|周年|주년)"
)
_NUMBER: Final = re.compile(r"(?<![\w.,/:-])[$€£]?\s?(\d{1,3}(?:[., \u00a0\u202f'’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)")
_TAIL: Final = re.compile(r"[\s-]?([^\W\d_]+|%|\$|€)")
_CJK_NUMBER: Final = re.compile(f"[{''.join(_CJK_DIGITS)}{''.join(_CJK)}]{{2,}}")
_WORD_NUMBER: Final = re.compile(r"(?<!\w)([^\W\d_']+(?:'[^\W\d_]+)?)[\s-]([^\W\d_]{2,})")
_SMALL: Final = 10  # below it everybody counts alike
_LONGEST: Final = 15  # digits


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """The numbers of a folded text as "1500" or "152 mm", each with its span; no years, dates, times, single digits."""
    for match in _NUMBER.finditer(text):
        found = _number(text, match)
        if found is not None:
            yield found
    for match in _WORD_NUMBER.finditer(text):
        counted, factor = _WORDS.get(match[1]), _multiplier(match[2])
        if counted is not None and factor >= 1e3:
            yield _written(counted * factor), match.start(), match.end()
    for match in _CJK_NUMBER.finditer(text):
        value = _cjk(match[0])
        if value >= _SMALL and not _CALENDAR.match(text, match.end()):
            yield _written(value), match.start(), match.end()


def _number(text: str, match: re.Match[str]) -> tuple[str, int, int] | None:
    written, end = match[1], match.end()
    if len(written) > _LONGEST:
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:\D\d{3})+", written) is not None
    value = float(re.sub(r"\D", "", written)) if grouped else float(written.replace(",", "."))
    plain = not grouped and written.isdigit()
    if plain and (_CALENDAR.match(text, end) or text[end : end + 1] in "-/:." and text[end + 1 : end + 2].isdigit()):
        return None
    value, end, scaled = _scaled(text, value, end)
    unit, end = _unit(text, end)
    if not unit and match[0][0] in "$€":
        unit = match[0][0]
    if plain and not scaled and not unit and 1900 <= value <= 2100:
        return None
    if value < _SMALL and not unit:
        return None
    return _written(value) + (f" {unit}" if unit else ""), match.start(1), end


def _scaled(text: str, value: float, end: int) -> tuple[float, int, bool]:
    """A number times what follows it: 12 тыс., 1万2000, 9 Millionen."""
    scaled = False
    if text[end : end + 1] in _CJK:
        total = 0.0
        while text[end : end + 1] in _CJK and end < len(text):
            value *= _CJK[text[end]]
            end, scaled = end + 1, True
            rest = re.compile(r"\d+").match(text, end)
            if rest is None:
                continue
            total, value, end = total + value, float(rest[0][:_LONGEST]), rest.end()
        return total + value, end, scaled
    tail = _TAIL.match(text, end)
    factor = _multiplier(tail[1]) if tail else 0.0
    if tail is None or not factor:
        return value, end, False
    return value * factor, tail.end() + (text[tail.end() : tail.end() + 1] == "."), True


def _multiplier(word: str) -> float:
    """What a word multiplies by, inflected perhaps; 0 if it does not."""
    for length in range(len(word), max(len(word) - 4, 0), -1):
        factor = _MULTIPLIERS.get(word[:length])
        if factor is not None and (length == len(word) or length > 3):
            return factor
    return 0.0


def _unit(text: str, end: int) -> tuple[str, int]:
    tail = _TAIL.match(text, end)
    if tail is None:
        return "", end
    word = tail[1]
    for length in range(min(len(word), 10), 0, -1):
        unit = _UNITS.get(word[:length])
        if unit is not None and (length == len(word) or length >= _STEM or word[0] >= "\u3000"):
            return unit, tail.start(1) + length
    return "", end


def _cjk(run: str) -> float:
    total = section = digit = 0.0
    for char in run[:_LONGEST]:
        factor = _CJK.get(char)
        if factor is None:
            digit = digit * 10 + _CJK_DIGITS[char]
        elif factor >= 1e4:
            total, section, digit = total + (section + digit or 1) * factor, 0.0, 0.0
        else:
            section, digit = section + (digit or 1) * factor, 0.0
    return total + section + digit


def _written(value: float) -> str:
    return f"{value:.10g}"
