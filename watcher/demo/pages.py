"""An item as the page that its outlet shows: the article amid the clutter that real pages put around it."""

from collections.abc import Sequence
from html import escape

from watcher.demo.outlets import Item, Outlet

# What pages of each language put around an article: sections, related links, cookie notice, newsletter box.
CLUTTER: dict[str, tuple[str, str, str, str]] = {
    "de": (
        "Startseite|Politik|Wirtschaft|Sport|Reise|Wetter",
        "Lesen Sie auch",
        "Wir verwenden Cookies. Mit einem Klick auf „Alle akzeptieren“ stimmen Sie zu.",
        "Jetzt unseren Newsletter bestellen",
    ),
    "en": (
        "Home|World|Business|Sport|Travel|Weather",
        "Read more",
        "We use cookies to improve your experience. Accept all or manage your choices.",
        "Sign up for our newsletter",
    ),
    "ko": ("홈|정치|경제|스포츠|여행|날씨", "관련기사", "이 사이트는 쿠키를 사용합니다.", "뉴스레터 구독하기"),
    "ru": (
        "Главная|Политика|Экономика|Спорт|Туризм|Погода",
        "Читайте также",
        "Мы используем файлы cookie.",
        "Подпишитесь на нашу рассылку",
    ),
    "ja": (
        "トップ|政治|経済|スポーツ|旅行|天気",
        "関連記事",
        "当サイトはクッキーを使用しています。",
        "メールマガジンに登録",
    ),
    "fr": (
        "Accueil|Politique|Économie|Sport|Voyages|Météo",
        "Lire aussi",
        "Nous utilisons des cookies. Accepter ou paramétrer.",
        "Abonnez-vous à notre lettre d'information",
    ),
    "pl": (
        "Strona główna|Polityka|Gospodarka|Sport|Podróże|Pogoda",
        "Czytaj także",
        "Ta strona używa plików cookie.",
        "Zapisz się do newslettera",
    ),
    "ar": (
        "الرئيسية|سياسة|اقتصاد|رياضة|سفر|الطقس",
        "اقرأ أيضا",
        "يستخدم هذا الموقع ملفات تعريف الارتباط.",
        "اشترك في نشرتنا البريدية",
    ),
    "uk": (
        "Головна|Політика|Економіка|Спорт|Подорожі|Погода",
        "Читайте також",
        "Ми використовуємо файли cookie.",
        "Підпишіться на розсилку",
    ),
    "es": (
        "Portada|Política|Economía|Deportes|Viajes|El tiempo",
        "Lea también",
        "Utilizamos cookies. Aceptar todo o configurar.",
        "Suscríbase a nuestro boletín",
    ),
    "zh": ("首页|时政|财经|体育|旅游|天气", "相关阅读", "本网站使用 Cookie。", "订阅我们的新闻简报"),
}


def write_page(outlet: Outlet, item: Item, others: Sequence[tuple[Item, str]]) -> bytes:
    """The bytes of an article's page. `others` are the outlet's other items with their links, for the related box."""
    sections, related, cookies, newsletter = CLUTTER[outlet.lang]
    navigation = "".join(f'<li><a href="/{n}">{escape(name)}</a></li>' for n, name in enumerate(sections.split("|")))
    links = "".join(
        f'<li><a href="{link}">{escape(related)}: {escape(other.title)}</a></li>' for other, link in others[:4]
    )
    # The caption stands twice, as it does wherever a lightbox repeats it. Paragraphs may hold stray markup of their own.
    figure = (
        f'<figure><img src="/photo/{item.number}.jpg" alt="{escape(item.caption)}">'
        f"<figcaption>{escape(item.caption)}</figcaption></figure><p class='caption'>{escape(item.caption)}</p>"
        if item.caption
        else ""
    )
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in item.body)
    direction = ' dir="rtl"' if outlet.lang == "ar" else ""
    return f"""<!doctype html>
<html lang="{outlet.lang}"{direction}><head><meta charset="{outlet.encoding}"><title>{escape(item.title)} – {escape(outlet.name)}</title>
<meta name="description" content="{escape(item.summary)}"></head><body>
<div id="cookie-banner" role="dialog"><p>{escape(cookies)}</p><button>OK</button></div>
<header><a href="/">{escape(outlet.name)}</a><nav><ul>{navigation}</ul></nav></header>
<main><article><h1>{escape(item.title)}</h1><p class="lead">{item.summary}</p>
{figure}
{paragraphs}
</article>
<aside class="newsletter"><h3>{escape(newsletter)}</h3><form><input type="email"><button>OK</button></form></aside>
<section class="related"><h2>{escape(related)}</h2><ul>{links}</ul></section></main>
<footer><p>© {escape(outlet.name)}</p></footer></body></html>
""".encode(outlet.encoding, "xmlcharrefreplace")
