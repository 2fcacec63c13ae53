"""An extracted text without the lines that belong to the page rather than to the article."""

import re

from watcher import late
from watcher.core.text.clean import clean_block

LONGEST = 200_000  # characters of an article; a long reportage has 50,000
_REPEATABLE = 20  # characters; shorter lines ("Ja.", "* * *") may come twice in an honest text
_POINTER = 200  # characters up to which a line that begins like a pointer is one
_STRAY_TAG = late.pattern(
    r"</?(?:span|div|p|br|b|i|u|em|strong|a|img|font|figure|figcaption)\b[^<>]{0,500}>", re.IGNORECASE
)
_GAPS = late.pattern(r"\n{3,}")
_NOT_WORDS = late.pattern(r"[\W_]+")

# How lines begin that lead away from the article, or speak of cookies and subscriptions, by language.
_POINTERS = {
    "en": "read more:|read also|also read|see also:|related:|related articles|related stories|more on this story|"
    "recommended for you|sign up for|subscribe to our|follow us on|share this|this site uses cookies|"
    "we use cookies|this website uses cookies|click here to|watch:|listen to this article",
    "de": "lesen sie auch|lesen sie hier|mehr zum thema|mehr dazu|auch interessant|weitere artikel|das könnte sie auch|"
    "newsletter abonnieren|abonnieren sie|folgen sie uns|diese website verwendet cookies|wir verwenden cookies|"
    "artikel anhören|zum thema:",
    "fr": "lire aussi|à lire aussi|lire également|voir aussi|sur le même sujet|abonnez-vous|suivez-nous|"
    "ce site utilise des cookies|nous utilisons des cookies|écouter cet article",
    "es": "lea también|lee también|leer más|ver también|te puede interesar|más información:|suscríbete|síguenos|"
    "este sitio utiliza cookies|utilizamos cookies|le puede interesar",
    "it": "leggi anche|leggi tutto|vedi anche|potrebbe interessarti|iscriviti alla|seguici su|"
    "questo sito utilizza|utilizziamo i cookie",
    "pt": "leia também|leia mais|veja também|saiba mais|assine a|siga-nos|este site usa cookies|usamos cookies",
    "nl": "lees ook|lees meer|bekijk ook|zie ook|meld je aan voor|volg ons|deze website gebruikt cookies|"
    "wij gebruiken cookies",
    "sv": "läs också|läs även|läs mer|se också|prenumerera på|vi använder cookies",
    "da": "læs også|læs mere|se også|tilmeld dig|vi bruger cookies",
    "no": "les også|les mer|se også|vi bruker informasjonskapsler",
    "fi": "lue myös|lue lisää|katso myös|käytämme evästeitä",
    "ru": "читайте также|читать также|смотрите также|по теме:|подробнее:|подписывайтесь|подпишитесь|"
    "сайт использует файлы cookie|мы используем файлы cookie|материалы по теме",
    "uk": "читайте також|дивіться також|більше за темою|підписуйтесь|підпишіться|ми використовуємо файли cookie",
    "pl": "czytaj też|czytaj także|czytaj więcej|przeczytaj także|zobacz też|zobacz także|obserwuj nas|"
    "ta strona używa|używamy plików cookie",
    "cs": "čtěte také|přečtěte si také|více zde|související články|používáme soubory cookie",
    "hu": "olvassa el|kapcsolódó cikk|az oldal cookie",
    "ro": "citește și|citiți și|vezi și|acest site folosește",
    "tr": "ayrıca okuyun|bunları da okuyun|ilgili haber|daha fazla oku|çerezleri kullanıyoruz|abone olun",
    "el": "διαβάστε επίσης|διαβάστε ακόμη|δείτε επίσης",
    "ar": "اقرأ أيضا|اقرأ أيضاً|اقرأ المزيد|شاهد أيضا|مواضيع ذات صلة",
    "fa": "بیشتر بخوانید|همچنین بخوانید|مطالب مرتبط",
    "he": "קראו גם|קרא עוד|כתבות נוספות",
    "hi": "यह भी पढ़ें|ये भी पढ़ें|और पढ़ें",
    "id": "baca juga|lihat juga|baca selengkapnya|simak juga",
    "vi": "xem thêm|đọc thêm|đọc tiếp|tin liên quan",
    "ja": "関連記事|あわせて読みたい|こちらもおすすめ|続きを読む",
    "ko": "관련기사|관련 기사|▶ 관련|무단 전재|무단전재|저작권자|기사제보",
    "zh": "相关阅读|相關閱讀|相关新闻|相關新聞|延伸阅读|延伸閱讀|推荐阅读|责任编辑|責任編輯|更多阅读",
}  # fmt: skip
_LABELS = (  # lines of nothing else
    "anzeige advertisement werbung publicité publicidad pubblicità publicidade advertentie annons annonce annonse mainos "
    "реклама reklama hirdetés publicitate reklam διαφήμιση إعلان פרסומת 広告 广告 廣告 광고"
)
_LEADS_AWAY = late.pattern(
    rf"[\W_]*(?:(?:{'|'.join(_POINTERS.values())})|(?:{'|'.join(_LABELS.split())})[\W_]*$)", re.IGNORECASE
)


def tidy(text: str, *, heading: str = "") -> str:
    """The text without its heading, repeated lines (captions come twice), pointers elsewhere, notices and stray tags."""
    kept: list[str] = []
    seen: set[str] = set()
    for line in clean_block(_STRAY_TAG.sub("", text[:LONGEST]), limit=LONGEST).split("\n"):
        words = _words(line)
        if _leads_away(line) or (words and words == _words(heading)) or (len(words) >= _REPEATABLE and words in seen):
            continue
        seen.add(words)
        kept.append(line)
    return _GAPS.sub("\n\n", "\n".join(kept)).strip()


def _words(line: str) -> str:
    return _NOT_WORDS.sub(" ", line.casefold()).strip()


def _leads_away(line: str) -> bool:
    return len(line) <= _POINTER and _LEADS_AWAY.match(line) is not None
