import pytest

from tests.core.feeds.bodies import SENTINEL, item, read, rss
from watcher.core.text.charset import codec, decode

RUSSIAN, JAPANESE, CHINESE, KOREAN, FRENCH = (
    "Привет, делегация",
    "日本語の見出し",
    "朝鲜代表团访问俄罗斯",
    "북한 대표단 방문",
    "Élysée: déjà vu à Noël",
)


def body(title: str, declared: str, codec_name: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    return rss(item(title), SENTINEL, head=head).encode(codec_name)


@pytest.mark.parametrize(
    ("title", "declared", "used", "content_type"),
    [
        (RUSSIAN, "windows-1251", "cp1251", "text/xml"),
        (RUSSIAN, "windows-1251", "cp1251", "text/xml; charset=utf-8"),
        (RUSSIAN, "utf-8", "utf-8", "text/xml; charset=windows-1251"),
        (RUSSIAN, "", "koi8-r", "application/xml; charset=koi8-r"),
        (JAPANESE, "Shift_JIS", "cp932", "text/xml"),
        (JAPANESE, "euc-jp", "euc-jp", "application/rss+xml"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp", "application/rss+xml"),
        (CHINESE, "gb2312", "gb18030", "text/xml"),
        (CHINESE, "utf-8", "utf-8", "text/xml; charset=gbk"),
        (KOREAN, "euc-kr", "euc-kr", "text/xml"),
        (KOREAN, "utf-16", "utf-16-be", "application/xml"),
        (KOREAN, "utf-16", "utf-16-le", "text/xml; charset=utf-8"),
        (KOREAN, "utf-16", "utf-16", "application/xml"),
        (KOREAN, "utf-32", "utf-32", "application/xml"),
        (KOREAN, "", "utf-8-sig", "text/xml; charset=iso-8859-1"),
        (FRENCH, "", "cp1252", "text/xml"),
        (FRENCH, "utf-8", "cp1252", "text/xml; charset=utf-8"),
        (FRENCH, "iso-8859-1", "utf-8", "text/xml; charset=us-ascii"),
        (FRENCH, "no-such-charset", "utf-8", "text/xml; charset=punycode"),
    ],
)
def test_a_title_reads_as_written_whoever_lies(title, declared, used, content_type):
    assert read(body(title, declared, used), content_type).entries[0].title == title


def test_a_feeds_configured_charset_overrides_what_it_says():
    wrong = body(RUSSIAN, "iso-8859-1", "cp1251")
    assert read(wrong, encoding="windows-1251").entries[0].title == RUSSIAN


@pytest.mark.parametrize("spoilt", [b"\xff", b"\xed\xa0\x80\xed\xb0\x80", b"\xc3"], ids=["byte", "CESU-8", "half"])
def test_bad_bytes_spoil_one_title_only(spoilt):
    text = body("für @ alle", "utf-8", "utf-8").replace(b"@", spoilt)
    first, second = read(text, "text/xml; charset=utf-8").entries
    assert "\ufffd" in first.title
    assert (first.title[:3], second.title) == ("für", "Sentinel story")


@pytest.mark.parametrize(
    "label", ["utf-7", "punycode", "unicode_escape", "rot13", "hex", "idna", "cp037", "", "\0", "x" * 99]
)
def test_codecs_that_hide_markup_or_are_none_are_not_used(label):
    assert codec(label) == ""


def test_nothing_makes_decoding_fail():
    assert decode(b"\xff\xfe\x00", "text/xml; charset=utf-16")[0] == "\ufffd"
