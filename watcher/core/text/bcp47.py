"""Language tags as feeds and pages write them (BCP 47, but often with an underscore)."""

from watcher import late

_TAG = late.pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def language_tag(text: str) -> str:
    """The tag with its primary subtag in lower case, or "" if the text is none."""
    tag = text[:64].strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    return "-".join([primary.lower(), *rest])
