"""The tables of channels: each kind has settings of its own, and no others."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from watcher.config.values import Duration, Headers, SecretAddress, SecretName, Table, TemplateText, WebAddress

_TIMEOUT = "How long one alert may take."


class DesktopChannel(Table):
    """A notification on the desktop of whoever runs watcher."""

    kind: Literal["desktop"] = Field("desktop", description="A desktop notification.")
    timeout: Duration = Field(timedelta(seconds=10), description=_TIMEOUT)


class CommandChannel(Table):
    kind: Literal["command"] = Field(description="A program of yours.")
    command: tuple[str, ...] = Field(
        strict=False, min_length=1, description="The program and its arguments; it gets the alert as JSON on stdin."
    )
    template: TemplateText = Field("", description="What the program gets instead of JSON.")
    timeout: Duration = Field(timedelta(seconds=10), description=_TIMEOUT)


class ScreenChannel(Table):
    kind: Literal["screen"] = Field(description="The dashboard and the log alone.")


class BellChannel(Table):
    kind: Literal["bell"] = Field(description="The bell of the terminal that watcher runs in.")
    title: bool = Field(True, description="Show the alert in the window's title, too.")


class WebhookChannel(Table):
    kind: Literal["webhook"] = Field(description="An HTTP POST to an address.")
    url: SecretAddress = Field(description='The address, or "env:NAME" or "file:PATH" if it is a secret.')
    secret: SecretName = Field("", description="What bodies are signed with (HMAC-SHA256); env:NAME or file:PATH.")
    headers: Headers = Field(default_factory=dict, description="More headers; values may be env:NAME or file:PATH.")
    template: TemplateText = Field("", description="The body instead of the alert as JSON; values are escaped for it.")
    content_type: str = Field("application/json", pattern=r"^[ -~]+$", description="What the body is.")
    timeout: Duration = Field(timedelta(seconds=10), description=_TIMEOUT)


class NtfyChannel(Table):
    kind: Literal["ntfy"] = Field(description="A push notification by ntfy.")
    topic: str = Field(
        min_length=1, description="The ntfy topic, which is as good as a password; may be env:NAME or file:PATH."
    )
    server: WebAddress = Field("https://ntfy.sh", description="The ntfy server.")
    token: SecretName = Field("", description="An access token; env:NAME or file:PATH.")
    tags: tuple[str, ...] = Field(("newspaper",), strict=False, description="Tags; ntfy shows some as pictures.")
    title: TemplateText = Field("", description="The title, if not the article's.")
    body: TemplateText = Field("", description="The text, if not what a bubble would say.")
    timeout: Duration = Field(timedelta(seconds=10), description=_TIMEOUT)


class RemoteChannel(Table):
    kind: Literal["remote"] = Field(description="Mail, Telegram, Slack, Matrix and others, by Apprise.")
    url: SecretName = Field(min_length=1, description="Apprise's address of the service; env:NAME or file:PATH.")
    title: TemplateText = Field("", description="The title, if not the article's.")
    body: TemplateText = Field("", description="The text, if not what a bubble would say.")
    timeout: Duration = Field(timedelta(seconds=30), description=_TIMEOUT)


Channel = Annotated[
    DesktopChannel | CommandChannel | ScreenChannel | BellChannel | WebhookChannel | NtfyChannel | RemoteChannel,
    Field(discriminator="kind"),
]
CHANNELS: dict[str, type[Table]] = {
    "desktop": DesktopChannel,
    "command": CommandChannel,
    "screen": ScreenChannel,
    "bell": BellChannel,
    "webhook": WebhookChannel,
    "ntfy": NtfyChannel,
    "remote": RemoteChannel,
}
