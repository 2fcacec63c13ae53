"""What stands between a reader and an article: the words and marks of consent, login, robot-check and pay walls.

Phrases are compared without regard to case. A site's own wording changes often; these are the ones that the large
consent, login and subscription products print, by language.
"""

from enum import StrEnum


class Wall(StrEnum):
    """Kinds of walls, as they are named to people."""

    ROBOT = "robot check"
    CONSENT = "consent page"
    LOGIN = "login page"
    PAY = "paywall"
    PARKED = "parked domain"


# In the markup, whatever its language.
_MARKS: dict[Wall, tuple[str, ...]] = {
    Wall.ROBOT: (
        "/cdn-cgi/challenge-platform/", "cf-chl-", "cf-turnstile", "_incapsula_resource", "captcha-delivery.com",
        "px-captcha", "g-recaptcha", "h-captcha", "/_sec/cp_challenge/", "awswafcookiedomainlist",
    ),
    Wall.CONSENT: (
        "https://consent.google.", "https://consent.yahoo.", "https://guce.", "consentcheck.", "cmp-consent-page",
    ),
    Wall.LOGIN: ('type="password"', "type='password'", "type=password"),
    Wall.PARKED: ("sedoparking.com", "parkingcrew.net", "bodis.com", "dan.com/buy-domain", "/px.js?ch=1"),
}  # fmt: skip

_PHRASES: dict[Wall, tuple[str, ...]] = {
    Wall.ROBOT: (
        "just a moment...", "checking your browser before", "verify you are human", "verifying you are human",
        "are you a robot", "unusual traffic from your", "enable javascript and cookies to continue",
        "attention required! | cloudflare", "please complete the security check", "access to this page has been denied",
        "bestätigen sie, dass sie ein mensch sind", "sie kein roboter sind", "vérifiez que vous êtes humain",
        "vous n'êtes pas un robot", "verifica que eres humano", "no eres un robot", "verifica di essere umano",
        "não é um robô", "geen robot bent", "подтвердите, что вы человек", "подтвердите, что вы не робот",
        "підтвердьте, що ви людина", "nie jesteś robotem", "robot olmadığınızı", "ロボットではないこと",
        "로봇이 아닙니다", "로봇이 아님", "验证您是真人", "確認您是真人", "请完成安全验证", "أنك لست روبوت",
    ),
    Wall.CONSENT: (
        "before you continue to", "we value your privacy", "store and/or access information on a device",
        "we and our partners", "accept all cookies", "manage your privacy settings", "your privacy choices",
        "wir und unsere partner", "alle cookies akzeptieren", "bevor sie fortfahren", "mit werbung weiterlesen",
        "informationen auf einem gerät speichern", "ihre zustimmung zu cookies", "werbefrei lesen",
        "nous et nos partenaires", "accepter tous les cookies", "continuer sans accepter", "avant de continuer",
        "nosotros y nuestros socios", "aceptar todas las cookies", "antes de continuar", "noi e i nostri partner",
        "accetta tutti i cookie", "prima di continuare", "nós e os nossos parceiros", "aceitar todos os cookies",
        "wij en onze partners", "alle cookies accepteren", "voordat je verdergaat", "мы и наши партнеры",
        "принять все файлы cookie", "ми та наші партнери", "прийняти всі файли cookie", "my i nasi partnerzy",
        "zaakceptuj wszystkie", "szanujemy twoją prywatność", "godkänn alla cookies", "vi och våra partner",
        "accepter alle cookies", "vi og vores partnere", "godta alle informasjonskapsler", "hyväksy kaikki evästeet",
        "tüm çerezleri kabul", "a my naši partneři", "přijmout vše", "すべてのcookieを受け入れる", "모든 쿠키 허용",
        "接受所有 cookie", "接受所有cookie", "قبول جميع ملفات تعريف الارتباط",
    ),
    Wall.LOGIN: (
        "please log in to", "sign in to continue", "log in to continue", "you must be logged in", "forgot password",
        "forgot your password", "passwort vergessen", "bitte melden sie sich an", "bitte loggen sie sich ein",
        "mot de passe oublié", "connectez-vous pour", "¿olvidaste tu contraseña", "iniciar sesión para",
        "password dimenticata", "accedi per continuare", "esqueceu a senha", "faça login para", "wachtwoord vergeten",
        "log in om verder", "забыли пароль", "войдите, чтобы", "забули пароль", "увійдіть, щоб", "nie pamiętasz hasła",
        "zaloguj się, aby", "glömt lösenord", "şifremi unuttum", "zapomenuté heslo", "パスワードをお忘れ", "비밀번호 찾기",
        "로그인이 필요", "忘记密码", "请先登录", "忘記密碼", "نسيت كلمة المرور",
    ),
    Wall.PAY: (
        "subscribe to continue reading", "subscribe to read", "to continue reading, subscribe", "already a subscriber?",
        "this article is for subscribers", "subscribers only", "you have reached your limit of free articles",
        "jetzt weiterlesen mit", "diesen artikel weiterlesen", "dieser artikel ist exklusiv für abonnenten",
        "sie haben bereits ein abo", "weiterlesen mit", "la suite est réservée aux abonnés", "article réservé aux abonnés",
        "déjà abonné", "contenido exclusivo para suscriptores", "suscríbete para seguir leyendo", "ya soy suscriptor",
        "contenuto riservato agli abbonati", "abbonati per continuare", "conteúdo exclusivo para assinantes",
        "assine para continuar", "verder lezen? word abonnee", "dit artikel is exclusief voor abonnees",
        "материал доступен только подписчикам", "доступно только подписчикам", "доступно лише передплатникам",
        "artykuł tylko dla subskrybentów", "kup subskrypcję, aby", "för prenumeranter", "for abonnenter",
        "abonelere özel", "jen pro předplatitele", "この記事は会員限定", "有料会員限定", "유료 회원 전용", "구독자 전용",
        "订阅后继续阅读", "仅限订阅用户", "訂閱以繼續閱讀", "هذا المحتوى للمشتركين",
    ),
    Wall.PARKED: (
        "this domain is for sale", "buy this domain", "this domain may be for sale", "domain is parked",
        "diese domain steht zum verkauf", "ce domaine est à vendre", "este dominio está en venta",
        "questo dominio è in vendita", "домен продается", "домен продаётся", "ten adres jest na sprzedaż",
        "このドメインは販売中", "이 도메인은 판매", "该域名正在出售",
    ),
}  # fmt: skip

_MISSING = (
    "error 404", "404 error", "404 -", "404 |", "404 –", "fehler 404", "erreur 404", "not found", "page doesn't exist", "page does not exist", "no longer available", "seite nicht gefunden",
    "nicht gefunden", "existiert nicht", "page introuvable", "page non trouvée", "página no encontrada",
    "no se ha encontrado", "pagina non trovata", "página não encontrada", "pagina niet gevonden",
    "страница не найдена", "сторінку не знайдено", "nie znaleziono strony", "strona nie istnieje", "sidan hittades inte",
    "siden blev ikke fundet", "sivua ei löytynyt", "sayfa bulunamadı", "stránka nenalezena", "ページが見つかりません",
    "페이지를 찾을 수 없", "页面不存在", "找不到页面", "頁面不存在", "الصفحة غير موجودة",
)  # fmt: skip


def walls(text: str) -> dict[Wall, int]:
    """How many different phrases of each kind of wall a text holds; kinds without any are left out."""
    folded = text.casefold().replace("\u2019", "'")
    counts = {kind: sum(phrase in folded for phrase in phrases) for kind, phrases in _PHRASES.items()}
    return {kind: count for kind, count in counts.items() if count}


def marks(markup: str) -> tuple[Wall, ...]:
    """The kinds of walls whose marks a page's source bears; a login form alone may also be part of a common page."""
    folded = markup.casefold()
    return tuple(kind for kind, signs in _MARKS.items() if any(sign in folded for sign in signs))


def missing(heading: str) -> bool:
    """Whether a page's title or heading says that there is no such page."""
    folded = heading.casefold().replace("\u2019", "'")
    return folded.strip() == "404" or any(phrase in folded for phrase in _MISSING)
