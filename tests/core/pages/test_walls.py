import pytest

from watcher.core.text.walls import Wall, missing, walls

SAID = {
    "en": ("Please log in to read on. Forgot password?", Wall.LOGIN),
    "de": ("Mit Werbung weiterlesen oder werbefrei lesen", Wall.CONSENT),
    "fr": ("La suite est réservée aux abonnés", Wall.PAY),
    "es": ("Contenido exclusivo para suscriptores", Wall.PAY),
    "it": ("Contenuto riservato agli abbonati", Wall.PAY),
    "pt": ("Confirme que não é um robô", Wall.ROBOT),
    "nl": ("Alle cookies accepteren en doorgaan", Wall.CONSENT),
    "ru": ("Подтвердите, что вы не робот", Wall.ROBOT),
    "uk": ("Увійдіть, щоб читати далі", Wall.LOGIN),
    "pl": ("Zaloguj się, aby kontynuować", Wall.LOGIN),
    "sv": ("Endast FÖR PRENUMERANTER", Wall.PAY),
    "tr": ("Abonelere özel içerik", Wall.PAY),
    "cs": ("Jen pro předplatitele", Wall.PAY),
    "ja": ("この記事は会員限定です", Wall.PAY),
    "ko": ("로그인이 필요한 서비스입니다", Wall.LOGIN),
    "zh": ("请完成安全验证后继续访问", Wall.ROBOT),
    "ar": ("هذا المحتوى للمشتركين فقط", Wall.PAY),
}


@pytest.mark.parametrize(("text", "kind"), SAID.values(), ids=SAID)
def test_a_wall_is_known_by_its_words_in_many_languages(text, kind):
    assert list(walls(text)) == [kind]


@pytest.mark.parametrize(
    "text", ["", "1,404 soldiers took part", "The minister values privacy", "로봇 산업이 성장했다"]
)
def test_common_words_are_no_wall(text):
    assert walls(text) == {}
    assert not missing(text)


@pytest.mark.parametrize(
    "heading", ["404", "Error 404 - Daily", "Page Not Found", "Страница не найдена", "페이지를 찾을 수 없습니다"]
)
def test_a_missing_page_is_known_by_its_heading(heading):
    assert missing(heading)
