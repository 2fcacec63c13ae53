"""The names of months as the press writes them, and which numbers they make days of."""

from functools import cache
from typing import Final

from watcher import late
from watcher.core.text.fold import fold

# From January on. In these languages a name means the same month wherever it is read.
MONTH_NAMES: Final = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mrz apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "januari februari maret april mei juni juli agustus september oktober november desember",
)
# Those that mean another month elsewhere, or that no feed's dates are written in: a day is known by them all the same.
_OTHERS: Final = (
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga studenog prosinca",
    "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "januarja februarja aprila maja junija julija avgusta januara februara marta juna jula oktobra",
    "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "január február március április május június július augusztus szeptember október november",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "ژانویه فوریه مارس آوریل ژوئن ژوئیه سپتامبر اکتبر نوامبر دسامبر فروردین اردیبهشت خرداد مرداد شهریور آبان بهمن اسفند",
    "شباط آذار نيسان أيار حزيران تموز أيلول تشرين كانون",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर",
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
)
_SHORT: Final = (
    "jan feb mar apr may mai mei maj jun jul aug sep oct okt nov dec мая май янв фев апр авг сен окт ноя дек मई जून"
)
# Which languages name the month first: November 23, november 23-án, lapkričio 23, ngày 23 tháng 11.
_FIRST: Final = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec január február március április május június július augusztus szeptember október sausio vasario "
    "kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio ngày tháng"
)
_BETWEEN: Final = frozenset({"de", "of", "d", "del", "do"})  # 23 de noviembre
_DAYS: Final = 31
_NAME_ENDS: Final = late.pattern(r"""[.,:;!?'’"»“”)\]-]""")
_NEAR: Final = 30  # characters in which a name stands
_STEM: Final = 6  # letters of a name that may have an ending
_ENDING: Final = 4


def is_day(text: str, start: int, end: int) -> bool:
    """Whether the number at a span of a folded text is the day of a month that is named beside it."""
    written = text[start:end]
    if not (written.isdecimal() and len(written) <= 2 and 1 <= int(written) <= _DAYS):
        return False
    before = text[max(start - _NEAR, 0) : start].split()
    if before and before[-1].strip(".,") in _first():
        return True
    words = text[end : end + _NEAR].lstrip(". ").split(maxsplit=3)
    if words and words[0] in _BETWEEN:
        del words[0]
    return bool(words) and _is_month(words[0], words[1] if len(words) > 1 else "")


def _is_month(word: str, following: str) -> bool:
    name = _NAME_ENDS.split(word, maxsplit=1)[0]  # Kasım'da, November), ноября.
    if word == "may":  # is a verb as well: 23 may have died
        return not following or following[0].isdigit()
    name = name.removeprefix("ב")
    return name in _names() or any(
        name[:length] in _names() for length in range(max(len(name) - _ENDING, _STEM), len(name))
    )


@cache
def _names() -> frozenset[str]:
    words = [name for line in (*MONTH_NAMES, *_OTHERS) for name in line.split() if len(name) > len("jan")]
    return frozenset(fold(name).text for name in (*words, *_SHORT.split()))


@cache
def _first() -> frozenset[str]:
    return frozenset(fold(name).text for name in _FIRST.split())
