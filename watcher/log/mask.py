"""Secrets taken out of texts that others may read: logs, metrics, pages."""

import re
from collections.abc import Collection
from urllib.parse import quote, quote_plus

from watcher import late

MASK = "***"
SHORTEST = 4  # characters: masking every "a" would tell more than it hides

# The bounds keep them linear in hostile texts. Everything up to the last @ of an authority, because people leave an @ in a password as it is.
_USER = late.pattern(r"(:/{2,})[^\s/?#]*@")
_PARAMETER = late.pattern(
    r"([?&;#](?:[\w.-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|pwd|api[-_]?key|access[-_]?key|signature|credential|jwt)"
    r"[\w.-]{0,40}|key|auth|pass|sig|session|sid|user|login)=)[^\s&;#\"'<>]+",
    re.IGNORECASE,
)
_HEADER = late.pattern(r"(authorization[\"']?\s*[:=]\s*[\"']?(?:[a-z]+\s+)?)[\w.~+/=:-]+", re.IGNORECASE)


def masked(text: str, secrets: Collection[str] = ()) -> str:
    """The text without credentials in addresses and headers, and without these secrets, plain or percent-encoded."""
    forms = {
        form
        for secret in secrets
        if len(secret) >= SHORTEST
        for form in (secret, quote(secret, ""), quote_plus(secret))
    }
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, MASK)
    text = _USER.sub(rf"\1{MASK}@", text)
    text = _PARAMETER.sub(rf"\1{MASK}", text)
    return _HEADER.sub(rf"\1{MASK}", text)
