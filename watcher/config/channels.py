"""The tables of channels: each kind has settings of its own, and no others."""

from datetime import timedelta
from typing import Annotated, Literal

from watcher.config.schema import required, setting
from watcher.config.values import Headers, SecretAddress, SecretName, TemplateText, WebAddress, header_content
from watcher.frozen import dataclass

_TIMEOUT = "How long one alert may take."


@dataclass(frozen=True, slots=True, kw_only=True)
class DesktopChannel:
    """A notification on the desktop of whoever runs watcher."""

    kind: Literal["desktop"] = setting("desktop", "A desktop notification.")
    timeout: timedelta = setting(timedelta(seconds=10), _TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandChannel:
    kind: Literal["command"] = required("A program of yours.")
    command: tuple[str, ...] = required("The program and its arguments; it gets the alert as JSON on stdin.", least=1)
    template: TemplateText = setting("", "What the program gets instead of JSON.")
    timeout: timedelta = setting(timedelta(seconds=10), _TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenChannel:
    kind: Literal["screen"] = required("The dashboard and the log alone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BellChannel:
    kind: Literal["bell"] = required("The bell of the terminal that watcher runs in.")
    title: bool = setting(True, "Show the alert in the window's title, too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    kind: Literal["webhook"] = required("An HTTP POST to an address.")
    url: SecretAddress = required('The address, or "env:NAME" or "file:PATH" if it is a secret.')
    secret: SecretName = setting("", "What bodies are signed with (HMAC-SHA256); env:NAME or file:PATH.")
    headers: Headers = setting({}, "More headers; values may be env:NAME or file:PATH.")
    template: TemplateText = setting("", "The body instead of the alert as JSON; values are escaped for it.")
    content_type: Annotated[str, header_content] = setting("application/json", "What the body is.")
    timeout: timedelta = setting(timedelta(seconds=10), _TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class NtfyChannel:
    kind: Literal["ntfy"] = required("A push notification by ntfy.")
    topic: str = required("The ntfy topic, which is as good as a password; may be env:NAME or file:PATH.", least=1)
    server: WebAddress = setting("https://ntfy.sh", "The ntfy server.")
    token: SecretName = setting("", "An access token; env:NAME or file:PATH.")
    tags: tuple[str, ...] = setting(("newspaper",), "Tags; ntfy shows some as pictures.")
    title: TemplateText = setting("", "The title, if not the article's.")
    body: TemplateText = setting("", "The text, if not what a bubble would say.")
    timeout: timedelta = setting(timedelta(seconds=10), _TIMEOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteChannel:
    kind: Literal["remote"] = required("Mail, Telegram, Slack, Matrix and others, by Apprise.")
    url: SecretName = required("Apprise's address of the service; env:NAME or file:PATH.", least=1)
    title: TemplateText = setting("", "The title, if not the article's.")
    body: TemplateText = setting("", "The text, if not what a bubble would say.")
    timeout: timedelta = setting(timedelta(seconds=30), _TIMEOUT)


Channel = DesktopChannel | CommandChannel | ScreenChannel | BellChannel | WebhookChannel | NtfyChannel | RemoteChannel
