import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.text.strategies import nasty_texts
from watcher.core.text.guess import guess, plausible, script_of
from watcher.core.text.languages import primary

_FILES = sorted((Path(__file__).parents[2] / "languages").glob("*.toml"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said that the talks were not over and would go on in the morning.", "en"),
        ("Der Minister sagte, dass die Gespräche nicht zu Ende sind und am Morgen weitergehen.", "de"),
        ("Le ministre a dit que les discussions ne sont pas finies et qu'elles vont continuer dans la matinée.", "fr"),
        ("El ministro dijo que las conversaciones no han terminado y que siguen por la mañana.", "es"),
        ("O ministro disse que as conversas não terminaram e que continuam pela manhã.", "pt"),
        ("Il ministro ha detto che i colloqui non sono finiti e che continuano nella mattina.", "it"),
        ("De minister zei dat de gesprekken niet voorbij zijn en in de ochtend verder gaan.", "nl"),
        ("Minister powiedział, że rozmowy nie są zakończone i że będą trwać do rana.", "pl"),
        ("Ministr řekl, že jednání ještě neskončila a že se bude pokračovat i v noci.", "cs"),
        ("Ministeri sanoi, että neuvottelut eivät ole ohi ja että ne jatkuvat myös aamulla.", "fi"),
        ("A miniszter azt mondta, hogy a tárgyalások még nem értek véget, és reggel is folytatódnak.", "hu"),
        (
            "Bakan, görüşmelerin bitmediğini ve sabah da devam edeceğini söyledi, ancak bir tarih için söz vermedi.",
            "tr",
        ),
        ("Министр сказал, что переговоры ещё не закончены и что они продолжатся утром.", "ru"),
        ("Міністр сказав, що переговори ще не закінчені й що вони тривають.", "uk"),
        ("Министърът каза, че преговорите не са приключили и че ще продължат с нови хора.", "bg"),
        ("قال الوزير إن المحادثات لم تنته بعد وإنها ستستمر في الصباح مع الوفد الذي وصل من موسكو", "ar"),
        ("وزیر گفت که گفتگوها به پایان نرسیده است و این روند در روزهای آینده ادامه دارد", "fa"),
        ("وزیر نے کہا کہ بات چیت ختم نہیں ہوئی ہے اور صبح بھی جاری رہے گی", "ur"),
        ("मंत्री ने कहा कि बातचीत खत्म नहीं हुई है और सुबह भी जारी रहेगी।", "hi"),
        ("장관은 협상이 아직 끝나지 않았다고 말했다.", "ko"),
        ("大臣は交渉はまだ終わっていないと述べた。", "ja"),
        ("部长说谈判还没有结束。", "zh"),
        ("รัฐมนตรีกล่าวว่าการเจรจายังไม่จบ", "th"),
        ("Bộ trưởng nói rằng các cuộc đàm phán đã không kết thúc và sẽ được nối lại.", "vi"),
        ("Ο υπουργός είπε ότι οι συνομιλίες συνεχίζονται.", "el"),
        ("השר אמר שהשיחות לא הסתיימו.", "he"),
    ],
)
def test_the_commonest_languages_are_told_apart(text, code):
    assert guess(text) == code


@pytest.mark.parametrize(
    "text", ["", "12:30", "Kim Jong Un", "Breaking News", "Reuters TASS KCNA", "Москва Киев", "🚀🚀"]
)
def test_names_and_numbers_are_no_language(text):
    assert guess(text) == ""


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.stem)
def test_a_short_text_is_guessed_right_or_not_at_all(file):
    # Croatian words in a Serbian file and the like: compare primary codes.
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
        assert guess(case["text"]) in ("", primary(file.stem)[0])


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Korea 북", "Latn"),
        ("북한의 KN-23", "Hang"),
        ("ロシア外相", "Jpan"),
        ("俄罗斯の外相访问朝鲜人民军司令部总部", "Hani"),
        ("1,2", ""),
    ],
)
def test_the_script_of_a_text_is_that_of_most_letters(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("tag", "text", "fits"),
    [
        ("ko", "Leader Inspects Factory", False),
        ("ko", "북한 대표단 도착", True),
        ("ru", "Leader Inspects Factory", False),
        ("sr", "Vođa u poseti", True),
        ("sr-Cyrl", "Vođa u poseti", False),
        ("zh-TW", "俄羅斯", True),
        ("ja", "北朝鮮", True),
        ("zh", "ロシアのミサイル", False),
        ("en", "", True),
        ("", "text", True),
        ("tlh", "text", True),
    ],
)
def test_a_declared_language_is_believed_if_its_script_fits(tag, text, fits):
    assert plausible(tag, text) is fits


@given(nasty_texts)
@settings(max_examples=100)
def test_no_text_is_an_error(text):
    guess(text)
    assert plausible("de", text) in (True, False)


@given(text=st.text("abcéßабвгд가나漢字カナعر 1.-", max_size=30))
@pytest.mark.parametrize(
    ("tag", "scripts"),
    [("ru", {"Cyrl"}), ("de", {"Latn"}), ("ko", {"Hang"}), ("ar", {"Arab"}), ("ja", {"Jpan", "Hani"})],
)
def test_a_language_is_plausible_exactly_where_no_other_script_outweighs_its_own(text, tag, scripts):
    assert plausible(tag, text) == (script_of(text) in {"", *scripts})
