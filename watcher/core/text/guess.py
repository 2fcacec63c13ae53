"""In which language a text is written, by its script and its commonest words; silent rather than wrong."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from watcher import late
from watcher.core.text.languages import LANGUAGES, primary
from watcher.core.text.words import tokens

_SAMPLE: Final = 2_000  # characters that are looked at
_LEAST: Final = 1.5  # words that speak for one language alone
_LEAD: Final = 1.6  # times as many as for the next
_KANA: Final = 0.08  # of Han and kana: a Chinese text quotes less Japanese than that

_SCRIPTS: Final[Mapping[str, re.Pattern[str]]] = {
    name: late.pattern(f"[{letters}]+")
    for name, letters in {
        "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff",
        "Cyrl": "\u0400-\u052f",
        "Grek": "\u0370-\u03ff\u1f00-\u1fff",
        "Arab": "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
        "Hebr": "\u05d0-\u05ea",
        "Armn": "\u0531-\u0588",
        "Geor": "\u10a0-\u10ff",
        "Deva": "\u0900-\u097f",
        "Beng": "\u0980-\u09ff",
        "Taml": "\u0b80-\u0bff",
        "Telu": "\u0c00-\u0c7f",
        "Thai": "\u0e00-\u0e7f",
        "Laoo": "\u0e80-\u0eff",
        "Mymr": "\u1000-\u109f",
        "Khmr": "\u1780-\u17ff",
        "Hang": "\u1100-\u11ff\uac00-\ud7a3",
        "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
        "Kana": "\u3041-\u30ff",
    }.items()
}
# A script that one language of ours writes.
_ALONE: Final = {
    "Grek": "el", "Hebr": "he", "Armn": "hy", "Geor": "ka", "Beng": "bn", "Taml": "ta", "Telu": "te", "Thai": "th",
    "Laoo": "lo", "Mymr": "my", "Khmr": "km", "Hang": "ko", "Jpan": "ja", "Hani": "zh",
}  # fmt: skip
# Letters that speak for a language as much as a word does.
_LETTERS: Final = {
    "uk": "ґєії", "be": "ў", "ru": "ыэё", "mk": "ѓќѕ", "sr": "ђћ", "kk": "қңғұө", "mn": "өү", "fa": "پچگژ", "ur": "ٹڈںے",
    "cs": "řěů", "sk": "ľĺŕ", "pl": "łżśńę", "hu": "őű", "tr": "ğı", "vi": "ơưạảấầậắặếềệịọốồộớờợụứừự", "ro": "țţă",
    "es": "ñ¿¡", "pt": "ãõ", "de": "ß", "lv": "ķļņģ", "lt": "ėįų",
}  # fmt: skip
# How often at most: a name alone (Erdoğan, Wałęsa) makes no text Turkish or Polish.
_LETTERS_COUNT: Final = {"Latn": 1, "Cyrl": 3, "Arab": 3, "Deva": 3}
_SPEAKING: Final = {language: late.pattern(f"[{letters}]") for language, letters in _LETTERS.items()}

# The commonest words that are no names; a word of two languages counts for each by half.
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Latn": {
        "en": "the of and to in a is that for on with as by at from its are was has have be this will after not it his says said who over an",
        "de": "der die das und in den von zu mit ist im des ein eine für auf dem nicht sich auch nach bei wird aus hat sind über wie zur zum einen vor gegen laut",
        "fr": "le la les des et en du un une dans pour est que par sur au avec qui pas plus son ses ce aux se à selon après ont été sont",
        "es": "el la los las de y en que un una del para con por su al se es más lo como no sobre tras ha según entre sus fue son",
        "pt": "o os as de e do da em que um uma dos das para com por no na se ao mais são não à nos nas após foi sobre pela pelo é",
        "it": "il la di e che in un una per del della con non gli le si dei da al alla nel è più sono dal come delle i lo ha anche dopo",
        "nl": "de het een en van in is op te dat met voor zijn niet aan er door naar ook bij om uit tot heeft over wordt maar na",
        "sv": "och att det i en är som på för med av till den har de ett inte om från var efter kan vid ska sig men",
        "da": "og at det i en er som på for med af til den har de et ikke om fra efter kan ved skal sig men der blev",
        "no": "og at det i en er som på for med av til den har de et ikke om fra etter kan ved skal seg men ble",
        "fi": "ja on ei että se oli ovat mukaan myös kun hän joka mutta sekä tai jo ole ovat kanssa jälkeen mitä voi sen",
        "pl": "i w na z do się nie że o jest to po przez od za dla jak oraz są był przed który która ma ich ze tym",
        "cs": "a v se na je že s z do o ve k i pro za po od jsou který která byl jako které podle při však také už jeho ze",
        "sk": "a v sa na je že s z do o vo k aj pre za po od sú ktorý ktorá bol ako ktoré podľa pri však tiež už jeho zo",
        "hu": "a az és hogy nem is egy van volt már még ez el meg ki csak szerint mint után pedig vagy lesz ha",
        "ro": "și în de la cu pe a din că un o care pentru nu al au este mai prin după sunt fost fi lui se ale",
        "tr": "ve bir bu için ile da de olarak daha çok olan sonra kadar gibi göre en ise ne var değil edildi oldu dedi",
        "id": "yang dan di dengan untuk pada dari ini ke dalam tidak akan itu oleh sebagai juga telah karena adalah bisa ada",
        "vi": "và của là có các trong được cho với không một những này đã người về khi đến tại từ theo ra sẽ ở",
        "sr": "i u je na se da za su od sa o koji koja nije ili kao će što bi iz po do ali nakon",
        "sl": "in v je na se da za so od z o ki ni tudi po kot bo pri pa še bi ob že",
        "ca": "el la els les de i en que un una del per amb al es més no ha dels són als però seva",
        "et": "ja on ei et see oli ka kui ning mis oma kes aga või selle pärast seda välja",
        "lt": "ir yra kad į iš su tai kaip buvo apie po dėl bei jau ne bet nuo už prie savo",
        "lv": "un ir ka ar uz no par tas kā pēc bija arī lai bet nav kas līdz pie",
        "sw": "ya na wa kwa ni katika za la kuwa huo hiyo cha baada yake",
    },
    "Cyrl": {
        "ru": "и в на не что с по из за от для это как о его к у об до также после при со был были что-то заявил",
        "uk": "і в на не що з та до за про у від для це як його й зі під також після щодо був були із",
        "be": "і ў на не што з да за пра ад для гэта як яго таксама пасля быў былі са",
        "bg": "и в на не че с по от за да се е са до като със след към при беше има",
        "mk": "и во на не дека со по од за да се е се до како при беше има ќе",
        "sr": "и у је на се да за су од са о који која није као ће из",
        "kk": "және мен бір бұл үшін деп болып туралы деді еді",
        "mn": "нь ба энэ байна гэж улсын болон юм байсан",
    },
    "Arab": {
        "ar": "في من على إلى أن عن مع التي الذي هذا بعد ما لا كما بين قبل هذه ذلك خلال",
        "fa": "در به از که این را با است برای آن و های بر شد کرد خود تا هم",
        "ur": "کے کی میں ہے کا سے کو نے اور پر کہ یہ ہیں کہا بھی",
    },
    "Deva": {
        "hi": "के में की है और से का को ने पर कि हैं यह भी लिए",
        "mr": "आहे आणि या च्या ने मध्ये आहेत हे तर होते झाले",
        "ne": "छ र को मा ले गरेको भएको लागि पनि हो गर्ने",
    },
}  # fmt: skip


@cache
def _voices(script: str) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """What the commonest words of a script speak for, and how loud; nothing for a script without a list."""
    words = _WORDS.get(script, {})
    shared = Counter(word for listed in words.values() for word in set(listed.split()))
    voices: dict[str, list[tuple[str, float]]] = {}
    for language, listed in words.items():
        for word in set(listed.split()):
            voices.setdefault(word, []).append((language, 1 / shared[word]))
    return {word: tuple(languages) for word, languages in voices.items()}


class _ScriptOf(dict[str, str]):
    """The script of a single letter, looked up once; "" for what is no letter of a script that we know."""

    def __missing__(self, letter: str) -> str:
        script = self[letter] = next((name for name, letters in _SCRIPTS.items() if letters.match(letter)), "")
        return script


_SCRIPT_OF: Final = _ScriptOf()


def script_of(text: str) -> str:
    """The script that most of a text's letters belong to, by its ISO 15924 code; "" if it has none that we know."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "Latn" if _SCRIPTS["Latn"].search(sample) else ""
    counts = dict.fromkeys(_SCRIPTS, 0)
    for letter, count in Counter(sample).items():
        script = _SCRIPT_OF[letter]
        if script:
            counts[script] += count
    kana, han = counts.pop("Kana"), counts["Hani"]
    if kana > (kana + han) * _KANA:
        counts["Jpan"] = kana + counts.pop("Hani")
    # A Han or Hangul letter says as much as two or three of an alphabet.
    weighed = {name: count * 2 if name in ("Hani", "Hang", "Jpan") else count for name, count in counts.items()}
    best = max(weighed, key=lambda name: weighed[name])
    return best if weighed[best] else ""


def guess(text: str) -> str:
    """The primary code of the language that a text is written in; "" unless it is clear."""
    script = script_of(text)
    if script in _ALONE:
        return _ALONE[script]
    voices = _voices(script)
    if not voices:
        return ""
    scores: dict[str, float] = defaultdict(float)
    sample = text[:_SAMPLE].casefold()
    for token in tokens(sample):
        for language, voice in voices.get(token, ()):
            scores[language] += voice
    for language in _WORDS[script]:
        if language in _SPEAKING:
            scores[language] += min(_LETTERS_COUNT[script], len(_SPEAKING[language].findall(sample)))
    return _clear_winner(scores)


def _clear_winner(scores: Mapping[str, float]) -> str:
    (score, best), (second, _) = [
        *sorted(((score, code) for code, score in scores.items()), reverse=True),
        (0.0, ""),
        (0.0, ""),
    ][:2]
    return best if score >= _LEAST and score >= second * _LEAD else ""


def plausible(tag: str, text: str) -> bool:
    """Whether a text can be in the language that a feed declares: its script is one of that language's."""
    scripts = _scripts_of(tag)
    if not scripts:
        return True
    sample = text[:_SAMPLE]
    if not sample.isascii() and any(_fills(script, sample) for script in scripts):
        return True
    script = script_of(sample)
    return not script or script in scripts


@lru_cache(maxsize=1024)  # tags are what feeds make them
def _scripts_of(tag: str) -> frozenset[str]:
    """The scripts that texts under a tag are in, none if its language is not known."""
    code, stated = primary(tag)
    row = LANGUAGES.get(code)
    if row is None:
        return frozenset()
    scripts = {stated} if stated and stated not in ("Hans", "Hant") else set(row.scripts)
    if code == "ja" or scripts & {"Hans", "Hant"}:
        scripts |= {"Hani"}
    return frozenset(scripts)


def _fills(script: str, sample: str) -> bool:
    """Whether more than two thirds of a sample are of a script: then no other outweighs it, and counting is spared."""
    letters = _SCRIPTS.get(script) if script not in ("Hani", "Kana") else None
    return letters is not None and 3 * sum(map(len, letters.findall(sample))) > 2 * len(sample)
