"""Writes countries.json: every country's names in our languages from CLDR, with what country_words.toml adds.

Run as `python -m watcher.data.countries_build` after a change of either. Babel is slow to load and CLDR is large, so
the running program reads the written file alone.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from watcher import late
from watcher.core.text.languages import LANGUAGES

TARGET: Final = Path(__file__).with_name("countries.json")

# CLDR's codes that stand for no country of ISO 3166-1. XK is no part of it either, but everybody writes it for Kosovo.
_NOT_COUNTRIES: Final = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])

# Where our language is not CLDR's locale of the same name, or is written in more than one way.
_LOCALES: Final[Mapping[str, tuple[str, ...]]] = {
    "no": ("nb", "nn"),
    "sr": ("sr_Cyrl", "sr_Latn", "hr", "bs"),
    "tl": ("fil",),
    "uz": ("uz_Latn", "uz_Cyrl"),
    "zh": ("zh_Hans",),
    "zh-Hant": ("zh_Hant", "zh_Hant_HK"),
}

# Time zones that bear their capital's name, which CLDR gives in every language.
_CAPITAL_ZONES: Final = """
    Africa/: AO=Luanda BF=Ouagadougou BI=Bujumbura BJ=Porto-Novo CD=Kinshasa CF=Bangui CG=Brazzaville CV=Cape_Verde
    DJ=Djibouti DZ=Algiers EG=Cairo ER=Asmera ET=Addis_Ababa GA=Libreville GH=Accra GM=Banjul GN=Conakry GW=Bissau
    KE=Nairobi LR=Monrovia LS=Maseru LY=Tripoli ML=Bamako MR=Nouakchott MW=Blantyre MZ=Maputo NA=Windhoek NE=Niamey
    RW=Kigali SD=Khartoum SL=Freetown SN=Dakar SO=Mogadishu SS=Juba SZ=Mbabane TD=Ndjamena TG=Lome TN=Tunis UG=Kampala
    ZM=Lusaka ZW=Harare
    America/: AR=Buenos_Aires CL=Santiago CO=Bogota CR=Costa_Rica CU=Havana GT=Guatemala GY=Guyana HN=Tegucigalpa
    HT=Port-au-Prince MX=Mexico_City NI=Managua PE=Lima PY=Asuncion SR=Paramaribo UY=Montevideo VE=Caracas
    Asia/: AE=Dubai AF=Kabul AM=Yerevan AZ=Baku BD=Dhaka BH=Bahrain BT=Thimphu GE=Tbilisi ID=Jakarta IL=Jerusalem
    IQ=Baghdad IR=Tehran JO=Amman JP=Tokyo KG=Bishkek KH=Phnom_Penh KP=Pyongyang KR=Seoul LA=Vientiane LB=Beirut
    MN=Ulaanbaatar MV=Maldives MY=Kuala_Lumpur NP=Katmandu OM=Muscat PH=Manila QA=Qatar SA=Riyadh SY=Damascus
    TH=Bangkok TL=Dili TM=Ashgabat TW=Taipei TJ=Dushanbe UZ=Tashkent CY=Nicosia
    Europe/: AD=Andorra AL=Tirane AT=Vienna BA=Sarajevo BE=Brussels BG=Sofia BY=Minsk CZ=Prague DE=Berlin DK=Copenhagen
    EE=Tallinn ES=Madrid FI=Helsinki FR=Paris GB=London GR=Athens HR=Zagreb HU=Budapest IE=Dublin IT=Rome LT=Vilnius
    LV=Riga MD=Chisinau ME=Podgorica MK=Skopje NL=Amsterdam NO=Oslo PL=Warsaw PT=Lisbon RO=Bucharest RS=Belgrade
    RU=Moscow SE=Stockholm SI=Ljubljana SK=Bratislava UA=Kiev
    Atlantic/: IS=Reykjavik
"""
# Zones above whose name is not the capital's after all: the country's own name, or another city.
_OTHER_NAMES: Final = frozenset(["AE", "BH", "CR", "CV", "GT", "GY", "MV", "MW", "QA", "AD"])

# Names that are everyday words, given names or names of others as well: only exactly as written.
_AMBIGUOUS: Final = frozenset(
    [
        "Chad",
        "Cuba",
        "Cyprus",
        "Czad",
        "Guinea",
        "Jersey",
        "Jordan",
        "Kuba",
        "Lima",
        "Mali",
        "Malta",
        "Mosca",
        "Niger",
        "Oman",
        "Peru",
        "Riga",
        "Roma",
        "Rome",
        "Santiago",
        "Sofia",
        "Togo",
        "Tonga",
        "Turkey",
        "Малі",
        "Мали",
        "Того",
        "Чад",
        "Перу",
        "Оман",
        "Кот",
        "Rusi",
        "Rusko",
        "Seúl",
        "Seül",
        "Seula",
        "Seulas",
        "Söul",
    ]
)
# Nothing tells these from a common word: French alone, English soul, Arabic and Persian financial, Korean means,
# arrogance, fly. Where the country needs it, country_words.toml has a longer form.
_MISLEADING: Final = frozenset(["Seul", "Soul", "مالي", "مالی", "수단", "오만", "파리"])
# Their names of countries and cities do not inflect, and their stemmers cut them short: Russie, russ; China, chin.
_UNINFLECTED: Final = frozenset(["ca", "es", "fr", "gl", "it", "pt"])
_ASIDE: Final = late.pattern(r"\s*[(（\[].*?[)）\]]|[,،،].*$")
_ARTICLE: Final = late.pattern(r"^(?:the|les?|la|las|los|el|die|der)\s+(?=\w{4})", re.IGNORECASE)
_KEPT_ARTICLE: Final = late.pattern(r"^(?:el salvador|la réunion|la habana|las vegas)", re.IGNORECASE)
_SPACED: Final = late.pattern(r"[A-Za-z\u00c0-\u052f]")

Terms = dict[str, list[str]]


def build() -> dict[str, Terms]:
    """Every country's terms by language, all sorted by code and key, terms in order of weight."""
    words = table()
    return {code: terms(code, words.get(code, {})) for code in codes()}


def table() -> dict[str, Terms]:
    """What is written by hand, by country and language."""
    return tomllib.loads(files("watcher.data").joinpath("country_words.toml").read_text(encoding="utf-8"))


def codes() -> list[str]:
    """The two-letter codes of all countries that CLDR knows."""
    known = map(str, Locale.parse("en").territories)
    return sorted(code for code in known if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES)


def terms(code: str, words: Mapping[str, list[str]]) -> Terms:
    """One country's terms: the name, the capital, then what the table adds."""
    found: Terms = {}
    for key in (*LANGUAGES, "zh-Hant", "any"):
        names = [term for name in _cldr(code, key) for term in _as_terms(name, key)]
        distinct = {term.casefold(): term for term in reversed([*names, *words.get(key, ())])}
        if distinct:
            found[key] = list(reversed(distinct.values()))
    return dict(sorted(found.items()))


def _cldr(code: str, key: str) -> Iterator[str]:
    zone = _zones().get(code, "")
    for locale in _locales(key):
        if name := locale.territories.get(code):
            yield name
        if city := _city(locale, zone):
            yield city
    if zone and key == "any":  # many languages write a capital as English does, and CLDR then leaves it out
        yield _city(Locale.parse("en"), zone) or zone.rpartition("/")[2].replace("_", " ")


def _city(locale: Locale, zone: str) -> str:
    aliases = get_global("zone_aliases")
    named = (locale.time_zones.get(name, {}).get("city", "") for name in (zone, aliases.get(zone)))
    return next(filter(None, named), "")


@cache
def _locales(key: str) -> tuple[Locale, ...]:
    found = []
    for identifier in _LOCALES.get(key, () if key == "any" else (key,)):
        try:
            found.append(Locale.parse(identifier))
        except UnknownLocaleError as error:  # a language of ours that CLDR does not have
            raise LookupError(f"CLDR knows no {identifier}: give its locale in _LOCALES") from error
    return tuple(found)


@cache
def _zones() -> Mapping[str, str]:
    area, found = "", {}
    for part in _CAPITAL_ZONES.split():
        if part.endswith("/:"):
            area = part[:-1]
        else:
            code, _, city = part.partition("=")
            found[code] = area + city
    return {code: zone for code, zone in found.items() if code not in _OTHER_NAMES}


def _as_terms(name: str, key: str) -> Iterable[str]:
    """A name as CLDR writes it in the form of docs/rules.md, or nothing if it would hit everything."""
    plain = _ASIDE.sub("", name).replace("’", "'").strip()
    if not _KEPT_ARTICLE.match(plain):
        plain = _ARTICLE.sub("", plain)
    if key == "en":
        plain = plain.replace(" & ", " and ")
    if len(plain) < 2 or plain in _MISLEADING:
        return ()
    if plain in _AMBIGUOUS or (len(plain) < 4 and _SPACED.match(plain)):
        return (f"={plain}",)
    return (f'"{plain}"' if key in _UNINFLECTED else plain,)


def render(countries: Mapping[str, Terms]) -> str:
    """JSON with one line for each country, so that one can be read without the others."""
    lines = (f'"{code}": {json.dumps(found, ensure_ascii=False)}' for code, found in countries.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(render(build()), encoding="utf-8", newline="\n")
