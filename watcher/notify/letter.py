"""An alert in the form that programs and servers take: JSON, or what a template of the user's makes of it."""

import json
from dataclasses import asdict
from datetime import datetime

from watcher.config.templates import Template
from watcher.core.model import Alert
from watcher.errors import NotifyError
from watcher.notify.wording import values_of

LARGEST = 256 * 1024  # characters of what a template makes


def as_json(alert: Alert) -> bytes:
    """The alert as one line of JSON in UTF-8; times are ISO 8601."""
    return (json.dumps(asdict(alert), ensure_ascii=False, default=datetime.isoformat) + "\n").encode(errors="replace")


def filled(template: Template, alert: Alert) -> str:
    """What a template makes of an alert; raises NotifyError, for trying again would not help."""
    try:
        text = template.render(values_of(alert))
    except ValueError as error:
        raise NotifyError(str(error), final=True) from error
    if len(text) > LARGEST:
        raise NotifyError(f"the template makes more than {LARGEST:,} characters of an alert", final=True)
    return text
