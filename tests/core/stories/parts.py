"""Articles of an invented world, for tests of stories."""

from datetime import UTC, datetime, timedelta

from watcher.core.model import Article, Decision, Entry, PageState

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def decision(
    id_: str, title: str, summary: str = "", *, lang: str = "en", outlet: str = "", hours: float = 0, text: str = ""
) -> Decision:
    """An article that some outlet published so many hours after Monday morning."""
    at = MONDAY + timedelta(hours=hours)
    entry = Entry(
        id=id_,
        feed="https://feed.example/",
        outlet=outlet or f"Outlet {id_}",
        title=title,
        summary=summary,
        lang=lang,
        published=at,
        first_seen=at,
    )
    page = PageState.READ if text else PageState.ABSENT
    return Decision(article=Article(entry=entry, text=text, page=page), decided_at=at)


# Four events of one week, told in many languages. All of it is invented.
REFINERY = [
    decision("r-en", "Drone attack sets refinery in Samara region on fire",
             "Two workers were injured when three drones hit the Syzran oil refinery overnight.", hours=1),
    decision("r-ru", "Беспилотники атаковали НПЗ в Самарской области, начался пожар",
             "На Сызранском нефтеперерабатывающем заводе пострадали двое рабочих.", lang="ru", hours=2),
    decision("r-de", "Nach Drohnenangriff brennt Ölraffinerie in Syzran",
             "Zwei Arbeiter wurden verletzt, die Raffinerie in der russischen Region Samara steht in Flammen.", lang="de", hours=3),
    decision("r-fr", "Russie : une raffinerie de Syzran en flammes après une attaque de drones",
             "Deux ouvriers ont été blessés dans l'incendie.", lang="fr", hours=5),
    decision("r-ja", "ロシアの製油所で火災　ドローン攻撃か", "シズラニの製油所で労働者2人が負傷した。", lang="ja", hours=6),
]  # fmt: skip
MEASLES = [
    decision("m-en", "Measles outbreak closes eleven schools in Toronto",
             "Health officials in Canada count 214 infections, most of them in unvaccinated children.", hours=4),
    decision("m-es", "Un brote de sarampión obliga a cerrar once escuelas en Toronto",
             "Las autoridades sanitarias de Canadá cuentan 214 infecciones, casi todas en niños sin vacuna.", lang="es", hours=7),
    decision("m-ko", "캐나다 토론토서 홍역 확산…학교 11곳 휴교", "보건 당국은 백신을 맞지 않은 어린이를 중심으로 214명이 감염됐다고 밝혔다.",
             lang="ko", hours=9),
    decision("m-pl", "Odra zamyka szkoły w Toronto", "Służby w Kanadzie naliczyły 214 zakażeń, głównie u dzieci bez szczepionki.",
             lang="pl", hours=12),
]  # fmt: skip
HOSPITAL = [
    decision("h-en", "Ransomware attack paralyses three hospitals in Ghent",
             "Surgery was cancelled for 180 patients after hackers encrypted the Belgian clinics' servers.", hours=2),
    decision("h-nl", "Ransomware legt drie ziekenhuizen in Gent plat",
             "De operaties van 180 patiënten zijn geschrapt nadat hackers de Belgische servers hadden versleuteld.", lang="nl", hours=4),
    decision("h-it", "Attacco hacker con ransomware a tre ospedali di Gand",
             "Rinviati gli interventi di 180 pazienti in Belgio.", lang="it", hours=8),
]  # fmt: skip
TREATY = [
    decision("t-en", "Chile and Argentina sign lithium treaty at summit in Mendoza",
             "The presidents agreed on a joint company that will mine the Atacama's lithium.", hours=3),
    decision("t-pt", "Chile e Argentina assinam tratado sobre lítio em cúpula",
             "Os presidentes acertaram uma empresa conjunta de mineração.", lang="pt", hours=6),
    decision("t-zh", "智利和阿根廷在峰会上签署锂矿条约", "两国总统同意成立合资公司开采锂。", lang="zh", hours=10),
]  # fmt: skip
EVENTS = [REFINERY, MEASLES, HOSPITAL, TREATY]
