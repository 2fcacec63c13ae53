"""Web addresses as strangers write them: made absolute and safe to keep, or refused."""

from urllib.parse import urljoin, urlsplit

from watcher import late

_LONGEST = 4096
_DROPPED = late.pattern(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)
_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_INVISIBLE = r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufffc"
# What nearly all addresses look like; joining, splitting and mending would change nothing in them.
_EVERYDAY = late.pattern(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,4})?(?:/[A-Za-z0-9/_.~%+=&:@,!$'()*-]*(?:\?[A-Za-z0-9/_.~%+=&:@,!$'()*-]+)?)?"
)
_UNSAFE = late.pattern(rf"""[\s"<>\\^`{{|}}\ud800-\udfff\ufffd{_INVISIBLE}{_NONCHARACTERS}]""")


def web_address(text: str, base: str = "") -> str:
    """The absolute http or https address that a text means, relative to `base`; "" if it means none.

    Control, zero-width and direction characters are dropped and what does not belong is percent-encoded, so the
    address can be shown. Whether it may be fetched (private networks) is for `watcher.http` to say.
    """
    if len(text) <= _LONGEST and _EVERYDAY.fullmatch(text):
        return text
    text = _DROPPED.sub("", text[: 2 * _LONGEST]).strip()
    if not text or text.startswith("#"):
        return ""
    try:
        parts = urlsplit(address := urljoin(base, text))
        host = parts.hostname
        _ = parts.port  # raises for "http://host:99999/"
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or len(address) > _LONGEST:
        return ""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace")), address)


def same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one registered name, as far as their last labels tell."""
    return _site(first) == _site(second) != ""


def _site(url: str) -> str:
    """The last two labels of a host, or three where the second is a registry's own, as in "co.uk" or "or.kr"."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:  # an IP address has no shorter name
        return host
    registry = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if registry else labels[-2:])
