"""The example with three further topics loads, its own examples pass, and it holds in thirty languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.config import load
from watcher.core.model import Article, Entry, PageState

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "further-topics.toml"
LOADED = load(EXAMPLE)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
MINERALS, OUTBREAKS, HOSPITALS = (topic.name for topic in LOADED.config.topic)


def topics_of(title: str, summary: str = "", text: str = "", lang: str = "") -> set[str]:
    """The topics that tell somebody about an article."""
    entry = Entry(
        id="e", feed="https://feed.example/", outlet="Example", title=title, summary=summary, lang=lang, first_seen=NOW
    )
    article = Article(entry=entry, text=text, page=PageState.READ if text else PageState.ABSENT)
    return {verdict.topic for verdict in LOADED.rules.judge(article, now=NOW) if verdict.matches}


@pytest.mark.parametrize("topic", LOADED.config.topic, ids=lambda topic: topic.name)
def test_every_example_of_a_topic_is_judged_as_it_says(topic):
    assert {example.match for example in topic.example} == {True, False}
    for example in topic.example:
        found = topics_of(example.title, example.summary, example.text, example.lang)
        assert (topic.name in found) == example.match, example.title


ABOUT_MINERALS = [
    ("en", "Malaysia to stop exporting unprocessed rare earths", ""),
    ("en", "Kinshasa extends freeze on cobalt shipments by a quarter", ""),
    ("de", "China nimmt Indium und Wolfram auf die Liste der Exportkontrollen", ""),
    ("fr", "Pékin soumet le graphite à des licences d'exportation", ""),
    ("es", "China endurece los controles a la exportación de antimonio", ""),
    ("it", "Pechino limita l'export di gallio e germanio", ""),
    ("pt", "Indonésia mantém proibição de exportar níquel em bruto", ""),
    ("nl", "China scherpt exportregels voor zeldzame aardmetalen aan", ""),
    ("pl", "Pekin wprowadza licencje na eksport metali ziem rzadkich", ""),
    ("cs", "Čína omezila vývoz vzácných zemin, automobilky varují", ""),
    ("sk", "Čína sprísňuje vývoz vzácnych zemín", ""),
    ("hu", "Peking korlátozza a ritkaföldfémek exportját", ""),
    ("ro", "China restricționează exporturile de pământuri rare", ""),
    ("bg", "Китай ограничава износа на редкоземни метали", ""),
    ("el", "Η Κίνα περιορίζει τις εξαγωγές σπάνιων γαιών", ""),
    ("ru", "Китай ужесточил контроль за экспортом редкоземельных металлов", ""),
    ("uk", "Китай запровадив ліцензії на експорт галію та германію", ""),
    ("hr", "Kina ograničila izvoz rijetkih zemalja", ""),
    ("sl", "Kitajska zaostruje nadzor nad izvozom redkih zemelj", ""),
    ("sv", "Kina inför exportkontroll på sällsynta jordartsmetaller", ""),
    ("fi", "Kiina tiukentaa harvinaisten maametallien vientirajoituksia", ""),
    ("da", "Kina strammer eksportkontrollen med sjældne jordarter", ""),
    ("no", "Kina innfører eksportforbud mot gallium og antimon", ""),
    ("tr", "Çin nadir toprak elementlerinin ihracatını kısıtladı", ""),
    ("ar", "الصين تفرض قيودا على تصدير المعادن النادرة", ""),
    ("fa", "چین صادرات عناصر نادر خاکی را محدود کرد", ""),
    ("he", "סין מטילה הגבלות ייצוא על עפרות נדירות", ""),
    ("zh", "商务部：对钨、碲相关物项实施出口管制", ""),
    ("zh-Hant", "北京暫緩鎵、鍺出口禁令一年", ""),
    ("ja", "中国、レアアース7種の輸出規制を強化", ""),
    ("ko", "중국, 희토류 수출통제 강화…국내 업계 비상", ""),
    ("vi", "Trung Quốc siết chặt kiểm soát xuất khẩu đất hiếm", ""),
    ("id", "Tiongkok perketat kendali ekspor logam tanah jarang", ""),
    ("hi", "चीन ने दुर्लभ खनिजों के निर्यात पर रोक लगाई", ""),
    ("th", "จีนคุมเข้มการส่งออกแร่หายาก", ""),
    ("de", "Autobauer bangen um Magnete: China prüft jeden Antrag einzeln", "Seltene Erden gibt es nur noch mit Lizenz."),
    ("en", "Guinea weighs bauxite export quota", ""),
    ("fr", "Gallium, germanium : la Chine serre la vis", ""),
    ("ru", "Индонезия сохранит запрет на вывоз никелевой руды", ""),
]  # fmt: skip
NOT_ABOUT_MINERALS = [
    ("en", "Junior miner reports best lithium drill results yet", "Investors cheer; shares up 12 per cent."),
    ("en", "Five graphite stocks to buy before the next rally", ""),
    ("en", "Washington restricts exports of AI chips to the Gulf", ""),
    ("de", "Norwegen entdeckt großes Vorkommen Seltener Erden", "Geologen sprechen von Europas größter Lagerstätte."),
    ("fr", "Le cobalt, ce bleu qui fascinait les peintres", "Une exposition à Lille."),
    ("es", "Chile aumenta la producción de litio por tercer año", ""),
    ("pl", "Cła na stal: Bruksela odpowiada Waszyngtonowi", ""),
    ("ru", "На Урале открыли новое месторождение вольфрама", ""),
    ("ja", "リチウムイオン電池の発火事故が増加", ""),
    ("ko", "리튬 관련주 급등…실적 기대감", ""),
    ("zh", "印度限制大米出口", ""),
    ("hi", "भारत ने चावल के निर्यात पर रोक लगाई", ""),
    ("en", "Copper mine permit suspended after spill in Zambia", ""),
    ("en", "Nickel miner in Indonesia fined over forest permit", ""),
    ("ko", "리튬배터리 기내 반입 제한", ""),
    ("de", "Lithium-Batterien im Flugzeug: Airline verbietet Powerbanks", ""),
    ("zh", "稀土永磁概念股午后拉升 多股涨停", ""),
]
ABOUT_OUTBREAKS = [
    ("en", "Vienna reports fifteen measles cases in a week", ""),
    ("en", "Poliovirus found again in Hamburg sewage", ""),
    ("de", "Keuchhusten: Gesundheitsamt meldet so viele Fälle wie nie", ""),
    ("fr", "Suisse : un foyer de rougeole dans une école de Lausanne", "Trente élèves placés en quarantaine."),
    ("es", "Brote de hepatitis A en Eslovaquia: más de mil casos", ""),
    ("it", "Morbillo, focolaio in Austria: decine di contagi", ""),
    ("pt", "Surto de sarampo na Polónia já soma 40 casos", ""),
    ("nl", "Mazelenuitbraak in Oostenrijk: veertig besmettingen", ""),
    ("pl", "Krztusiec nie odpuszcza. Lekarze zgłaszają coraz więcej zachorowań", ""),
    ("cs", "Na Liberecku přibývá případů žloutenky typu A", ""),
    ("sk", "Na východe Slovenska sa šíria osýpky", ""),
    ("hu", "Kanyarójárvány: újabb megbetegedéseket igazoltak", ""),
    ("ro", "Focar de rujeolă în Ungaria: zeci de îmbolnăviri", ""),
    ("bg", "Огнище на морбили в Австрия: десетки заразени", ""),
    ("el", "Έξαρση ιλαράς στην Αυστρία με δεκάδες κρούσματα", ""),
    ("ru", "В Польше зафиксирована вспышка кори", ""),
    ("uk", "У Польщі спалах кору: десятки хворих", ""),
    ("hr", "Epidemija ospica u Austriji: zaraženo više od sto ljudi", ""),
    ("sl", "Izbruh ošpic v Mariboru, okuženih več otrok", ""),
    ("sv", "Mässling sprids i Österrike – många fall", ""),
    ("fi", "Tuhkarokkoepidemia Itävallassa: kymmeniä tartuntoja", ""),
    ("da", "Udbrud af mæslinger i Østrig: mange smittede", ""),
    ("no", "Meslingutbrudd i Tyskland: over hundre smittet", ""),
    ("tr", "Almanya'da kızamık salgını: vaka sayısı artıyor", ""),
    ("ar", "تفشي الحصبة في النمسا وتسجيل عشرات الإصابات", ""),
    ("fa", "شیوع سرخک در آلمان؛ ده‌ها نفر مبتلا شدند", ""),
    ("he", "התפרצות חצבת בגרמניה: עשרות חולים", ""),
    ("zh", "奥地利麻疹疫情扩大，病例过百", ""),
    ("zh-Hant", "德國爆發麻疹疫情 確診病例增至百例", ""),
    ("ja", "ドイツではしか流行、感染者100人超", ""),
    ("ko", "오스트리아서 홍역 집단감염…환자 100명 넘어", ""),
    ("vi", "Bùng phát bệnh sởi ở Đức, hàng chục ca mắc", ""),
    ("id", "Wabah campak di Jerman, puluhan kasus dilaporkan", ""),
    ("hi", "जर्मनी में खसरे का प्रकोप, दर्जनों मामले", ""),
    ("th", "เยอรมนีพบการระบาดของโรคหัด ผู้ป่วยหลายสิบราย", ""),
    ("de", "Läuft die Nase? Masern in der Kita, 40 Kinder müssen zu Hause bleiben", ""),
    ("en", "Mumps cluster at Ljubljana university", ""),
    ("pl", "Odra na Podkarpaciu. Chore dzieci trafiły do szpitala", ""),
    ("ru", "В Германии нашли дикий полиовирус в сточных водах", ""),
]
NOT_ABOUT_OUTBREAKS = [
    ("en", "Texas measles outbreak passes 700 cases", ""),
    ("en", "Cholera spreads in camps in Sudan, WHO in Geneva warns", "More than 90 deaths in Darfur in a week."),
    ("de", "Masern in Kanada: Zahl der Fälle steigt", ""),
    ("de", "Maul- und Klauenseuche: dritter Ausbruch in ungarischem Rinderbestand", ""),
    ("de", "Die Cholera von 1892: Hamburger Museum zeigt das Jahr der Angst", "Historiker erzählen von der Epidemie."),
    ("pl", "Ptasia grypa: kolejne ognisko na fermie drobiu pod Poznaniem", ""),
    ("pl", "Wysoki poziom wody na Odrze, alarm powodziowy w Opolu", ""),
    ("cs", "V Texasu přibývá případů spalniček", ""),
    ("fr", "Rougeole : flambée de cas au Maroc", ""),
    ("es", "Brote de sarampión en Bolivia: declaran la emergencia", ""),
    ("ru", "Вспышка кори в Монголии: тысячи заболевших", ""),
    ("ja", "モンゴルではしか流行、感染者1万人超", ""),
    ("en", "German phones hit by new computer virus", ""),
    ("pl", "Odra w Teksasie: zmarło drugie dziecko", ""),
    ("cs", "V Demokratické republice Kongo se šíří ebola", ""),
    ("de", "Masern: EU meldet Höchststand, Rumänien am stärksten betroffen", ""),
    ("zh", "德国发现口蹄疫 疫情系数十年来首次", ""),
]
ABOUT_HOSPITALS = [
    ("en", "Ransomware gang claims Alabama clinic, posts scans", ""),
    ("en", "Ambulances diverted as hackers lock hospital computers in Leeds", ""),
    ("de", "Nach Cyberangriff: Spital in Uri arbeitet wieder mit Papier", ""),
    ("fr", "Cyberattaque au centre hospitalier de Pau : opérations reportées", ""),
    ("es", "Un ciberataque obliga a un hospital de Zaragoza a suspender cirugías", ""),
    ("it", "Dati dei pazienti rubati all'Asl, gli hacker chiedono un riscatto", ""),
    ("pt", "Ataque informático paralisa hospital de Setúbal", ""),
    ("nl", "Ziekenhuis in Leuven platgelegd door gijzelsoftware", ""),
    ("pl", "Hakerzy zaszyfrowali dane szpitala w Lublinie", ""),
    ("cs", "Nemocnice v Jihlavě čelí kybernetickému útoku, ruší operace", ""),
    ("sk", "Hackeri napadli nemocnicu v Nitre a žiadajú výkupné", ""),
    ("hu", "Zsarolóvírus bénította meg a győri kórházat", ""),
    ("ro", "Atac cibernetic la un spital din Cluj: datele au fost criptate", ""),
    ("bg", "Хакерска атака блокира болница в Пловдив", ""),
    ("el", "Κυβερνοεπίθεση σε νοσοκομείο της Πάτρας", ""),
    ("ru", "Хакеры атаковали больницу в Казани и требуют выкуп", ""),
    ("uk", "Кібератака на лікарню в Дніпрі: дані зашифровано", ""),
    ("sr", "Хакерски напад на болницу у Нишу, подаци закључани", ""),
    ("sl", "Kibernetski napad na bolnišnico v Celju", ""),
    ("sv", "Sjukhus i Umeå utsatt för cyberattack – operationer ställs in", ""),
    ("fi", "Kiristyshaittaohjelma lamautti sairaalan Turussa", ""),
    ("da", "Hackere rammer sygehus i Aalborg og kræver løsesum", ""),
    ("no", "Sykehus i Bodø rammet av løsepengevirus", ""),
    ("tr", "İzmir'deki hastaneye fidye yazılımı saldırısı", ""),
    ("ar", "هجوم إلكتروني بفيروس الفدية يعطل مستشفى في تونس", ""),
    ("fa", "حمله سایبری به بیمارستانی در شیراز؛ هکرها باج خواستند", ""),
    ("he", "מתקפת כופרה על בית חולים בחיפה: הניתוחים נדחו", ""),
    ("zh", "武汉一医院遭勒索软件攻击，系统瘫痪", ""),
    ("zh-Hant", "台中醫院遭駭客勒索 病歷系統癱瘓", ""),
    ("ja", "徳島の病院がランサムウェア被害、電子カルテ使えず", ""),
    ("ko", "부산 대학병원, 랜섬웨어 공격에 진료 차질", ""),
    ("vi", "Bệnh viện ở Huế bị tin tặc tấn công, đòi tiền chuộc", ""),
    ("id", "Rumah sakit di Surabaya kena serangan ransomware", ""),
    ("hi", "जयपुर के अस्पताल पर रैनसमवेयर हमला, मरीजों का डेटा चोरी", ""),
    ("th", "โรงพยาบาลเชียงใหม่ถูกแฮกเกอร์โจมตี เรียกค่าไถ่ข้อมูล", ""),
    ("de", "Notaufnahme abgemeldet: Unbekannte dringen in IT des Klinikums Lippe ein", ""),
    (
        "fr",
        "Armentières : les urgences fermées, une rançon réclamée",
        "Les imprimantes de l’hôpital ont craché le message des pirates.",
    ),
    ("es", "El hospital Clínic sigue sin poder programar operaciones tras el ataque informático", ""),
    ("pl", "Szpital w Pleszewie odcięty od sieci. Sprawcy żądają okupu w kryptowalucie", ""),
]
NOT_ABOUT_HOSPITALS = [
    ("en", "Brewery halts production after ransomware attack", "Hospitals in the region are not affected."),
    ("en", "Burst pipe floods server room, clinic cancels appointments", "It was not a cyberattack, the trust said."),
    ("en", "University pays hackers after students' data leak", ""),
    ("de", "Klinikum ohne Telefon: Bagger trennt Glasfaserkabel", "Hinweise auf einen Hackerangriff gibt es nicht."),
    ("de", "Hackerangriff auf Stadtverwaltung: Bürgerbüros bleiben zu", ""),
    ("fr", "Piratage d'un lycée : les bulletins diffusés", ""),
    ("es", "Equipos de rescate trasladan a los heridos al hospital", ""),
    ("it", "Rapito per riscatto, l'imprenditore è in ospedale", ""),
    ("pl", "Awaria prądu w szpitalu, operacje wstrzymano", ""),
    ("ru", "Хакеры взломали сайт аэропорта", ""),
    ("zh", "停电致医院系统瘫痪，院方：不是黑客攻击", ""),
    ("ja", "病院で停電、手術に影響なし", ""),
    ("ko", "대학 전산망 해킹…학생 정보 유출", ""),
    ("en", "Crippling staff shortages hold hospitals to ransom, says union", ""),
    (
        "fr",
        "Panne informatique au CHU de Nice : la piste de la cyberattaque écartée",
        "Une mise à jour défectueuse est en cause.",
    ),
    ("es", "Un apagón deja sin sistemas al hospital de Alicante", "Sanidad descarta un ciberataque."),
    ("zh-Hant", "挖斷光纖 醫院掛號系統停擺", "院方強調非駭客攻擊"),
    ("ja", "病院がサイバー攻撃想定の訓練", ""),
    ("ko", "구청 홈페이지 해킹…보건소는 정상 운영", ""),
]


@pytest.mark.parametrize(("lang", "title", "summary"), ABOUT_MINERALS)
def test_curbs_on_critical_raw_materials_are_told_in_every_language(lang, title, summary):
    assert topics_of(title, summary, lang=lang) == {MINERALS}


@pytest.mark.parametrize(("lang", "title", "summary"), NOT_ABOUT_MINERALS)
def test_mines_markets_and_other_goods_are_no_export_controls(lang, title, summary):
    assert MINERALS not in topics_of(title, summary, lang=lang)


@pytest.mark.parametrize(("lang", "title", "summary"), ABOUT_OUTBREAKS)
def test_outbreaks_in_central_europe_are_told_in_every_language(lang, title, summary):
    assert topics_of(title, summary, lang=lang) == {OUTBREAKS}


@pytest.mark.parametrize(("lang", "title", "summary"), NOT_ABOUT_OUTBREAKS)
def test_outbreaks_elsewhere_of_old_and_among_animals_are_another_matter(lang, title, summary):
    assert OUTBREAKS not in topics_of(title, summary, lang=lang)


@pytest.mark.parametrize(("lang", "title", "summary"), ABOUT_HOSPITALS)
def test_attacks_on_hospitals_are_told_in_every_language(lang, title, summary):
    assert topics_of(title, summary, lang=lang) == {HOSPITALS}


@pytest.mark.parametrize(("lang", "title", "summary"), NOT_ABOUT_HOSPITALS)
def test_other_victims_and_other_mishaps_are_no_attack_on_a_hospital(lang, title, summary):
    assert HOSPITALS not in topics_of(title, summary, lang=lang)


def test_a_topic_is_recognised_in_the_text_of_the_page_alone():
    body = (
        "Nine days after hackers encrypted its servers, the hospital still writes prescriptions by hand. "
        "The ransomware gang has set a deadline; the clinic says it will not pay. Surgeons operate from printed lists."
    )
    assert topics_of("Nine days by hand", "How a town went without screens.", body, lang="en") == {HOSPITALS}
