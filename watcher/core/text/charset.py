"""Bytes to text when header, declaration and bytes contradict each other.

Labels follow the WHATWG encoding standard where it differs from the letter: `iso-8859-1` means windows-1252, `gb2312`
means GB 18030, `shift_jis` means code page 932, because that is what senders mean by them.
"""

import codecs
import re
from collections.abc import Iterator, Sequence

from watcher import late

_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
# Only these: the codec registry also knows punycode (quadratic), unicode_escape and utf-7 (hide markup) and EBCDIC.
_ALLOWED = frozenset({
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "cp932", "euc_jp", "iso2022_jp", "cp949",
    "johab", "big5hkscs", "koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic",
    *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
})  # fmt: skip
_ALIASES = {
    "windows-874": "cp874",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "unicode": "utf-16",
}
_MARKS = (  # the longer ones first: a UTF-32 mark begins with a UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (  # an opening "<" or "{" in wide characters without a byte order mark (XML 1.0, appendix F)
    (re.compile(rb"[<{]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[<{]"), "utf-32-be"),
    (re.compile(rb"[<{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{]\0[^\0]"), "utf-16-be"),
)
# UTF-8 read as windows-1252 or windows-1251: a lead byte's letter, then a continuation byte's sign.
_MOJIBAKE = late.pattern(
    r"[\u00c2-\u00c5\u00d0\u00d1][\u0080-\u00bf‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]|â€|[РС][\u0080-\u00bf‚„…†‡€‰‹‘’“”•–—™›]"
)
_DECLARED = (
    re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']"""),
    re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE),
)
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SEQUENCE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}(?![\x80-\xbf])")
_SAMPLE = 200_000  # bytes that are looked at to choose; the choice is then applied to all


def codec(label: str) -> str:
    """The Python codec that a label means, or "" if it is unknown or not to be used."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return ""
    name = _MEANT.get(name, name)
    return name if name in _ALLOWED else ""


def labels(body: bytes, content_type: str) -> tuple[str, str]:
    """What the header says that the charset is, and what the document says, as written; "" where one is silent."""
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    document = next((found for pattern in _DECLARED if (found := pattern.search(body[:4096]))), None)
    return header[1] if header else "", document[1].decode("ascii") if document else ""


def decode(body: bytes, content_type: str = "", *, override: str = "") -> tuple[str, str]:
    """The text without NUL characters, and the codec that read it. Bytes that fit nothing become U+FFFD."""
    name, skip = _choose(body, content_type, override)
    return body[skip:].decode(name, "replace").replace("\0", ""), name


def _choose(body: bytes, content_type: str, override: str) -> tuple[str, int]:
    if forced := codec(override):
        return forced, 0
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name, len(mark)
    start = body[:64].lstrip(b" \t\r\n")
    for pattern, name in _UNMARKED:
        if pattern.match(start):
            return name, 0
    stated = [name for label in labels(body, content_type) if (name := codec(label)) and not name.startswith("utf-16")]
    if "iso2022_jp" in stated and b"\x1b$" in body:  # seven bits: would pass for ASCII
        return "iso2022_jp", 0
    if _is_utf8(body):  # by chance, legacy text never is
        return "utf-8", 0
    sample = body[:_SAMPLE]
    return _fewest_faults(sample, list(_candidates(stated, sample))), 0


def _candidates(stated: Sequence[str], body: bytes) -> Iterator[str]:
    yield from dict.fromkeys(stated)
    if "utf-8" not in stated:
        yield "utf-8"
    # One spoilt byte does not make another charset; many bytes that stand alone among ASCII letters do.
    alone = len(_ALONE.findall(body))
    if set(stated) <= {"utf-8"} and (not stated or alone > 2) and alone >= len(_SEQUENCE.findall(body)):
        yield "cp1252"


def _fewest_faults(sample: bytes, candidates: Sequence[str]) -> str:
    """The codec whose reading holds the fewest replacement characters, control codes and telltale pairs."""
    return min(candidates, key=lambda name: _faults(sample.decode(name, "replace")))  # the first of equals


def _faults(text: str) -> int:
    controls = sum(map(text.count, map(chr, range(0x80, 0xA0))))
    return 2 * text.count("\ufffd") + controls + 2 * len(_MOJIBAKE.findall(text))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
