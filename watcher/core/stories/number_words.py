"""Words that make numbers, and the units that follow them, in the languages of the news; all of them folded."""

from collections.abc import Mapping
from typing import Final, TypeVar

Value = TypeVar("Value", float, str)


def _by_word(table: Mapping[Value, str]) -> Mapping[str, Value]:
    return {word: value for value, words in table.items() for word in words.split()}


# A token multiplies if it is one of these, or begins with one of four letters or more.
MULTIPLIERS: Final = _by_word(
    {
        1e2: "hundred hundert cent сот сто",
        1e3: (
            "thousand tausend tsd mille mil mila duizend tysiac tysiec tys tisic тысяч тыс тысяча тисяч тис "
            "bin tuhat tuhan nghin ngan ribu الف هزار tusen ezer mii χιλιαδες אלף हजार"
        ),
        1e6: (
            "million millionen mio mln millones millon milhoes milhao milioni milione miljoen milion милли "
            "млн мільйон milyon miljoon trieu juta مليون ملايين ميليون millio milioane εκατομμυρ מיליון m"
        ),
        1e9: (
            "billion milliard mrd mld miliard миллиард млрд мільярд milyar miljard bilhoes bilhao مليار "
            "ميليارد ty miliar bn"
        ),
    }
)
# Numbers that stand in words before a multiplier: nine million, полторы тысячи.
WORDS: Final = _by_word(
    {
        1.5: "полторы полтора півтори anderthalb",
        1.0: "one eine ein une un una um jeden jedna один одна bir yksi mot واحد یک",
        2.0: "two zwei deux dos dois due twee dwa dva два дві iki kaksi hai اثنان دو",
        3.0: "three drei trois tres tre drie trzy tri три uc kolme ba ثلاثه سه",
        4.0: "four vier quatre cuatro quatro quattro cztery ctyri четыре чотири dort nelja bon اربعه چهار",
        5.0: "five funf cinq cinco cinque vijf piec pet пять п'ять bes viisi nam خمسه پنج",
        6.0: "six sechs seis sei zes szesc sest шесть шість alti kuusi sau سته شش",
        7.0: "seven sieben sept siete sete sette zeven siedem sedm семь сім yedi seitseman bay سبعه هفت",
        8.0: "eight acht huit ocho oito otto osiem osm восемь вісім sekiz kahdeksan tam ثمانيه هشت",
        9.0: "nine neun neuf nueve nove negen dziewiec devet девять дев'ять dokuz yhdeksan chin تسعه نه",
        10.0: "ten zehn dix diez dez dieci tien dziesiec deset десять on kymmenen muoi عشره ده",
        12.0: "twelve zwolf douze doce doze dodici twaalf dwanascie dvanact двенадцать дванадцять",
    }
)
# Units by their stems. One of four letters or more may be inflected; one of a script without spaces runs on.
UNITS: Final = _by_word(
    {
        "km": "km kilomet chilomet quilomet км километр кілометр キロ 킬로미터 公里 千米 كيلومتر",
        "mm": "mm millimet мм миллиметр ミリ 밀리 毫米 ملم",
        "kg": "kg kilo kilogram кг килограмм 公斤 キログラム 킬로그램 كيلوغرام",
        "t": "t tonn tons toneladas tonnellat ton т тонн トン 톤 吨 噸 طن تن",
        "%": "% percent prozent pourcent procent процент відсотк 퍼센트 パーセント",
        "$": "$ usd dollar dolar доллар долар ドル 달러 美元 دولار دلار",
        "€": "€ eur euro евро євро ユーロ 유로 欧元 歐元 يورو",
    }
)
# Chinese, Japanese and Korean write their multipliers right behind the digits, and Chinese digits in words too.
CJK: Final[Mapping[str, float]] = {
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "兆": 1e12,
    "백": 1e2, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12,
}  # fmt: skip
_CJK_DIGITS: Final = ("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")
CJK_DIGITS: Final[Mapping[str, int]] = {char: value for value, chars in enumerate(_CJK_DIGITS) for char in chars}
