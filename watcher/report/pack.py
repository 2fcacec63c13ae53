"""Evidence as one ZIP file: written so that the same archive gives the same bytes, and looked through again."""

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from watcher.core import edits
from watcher.core.evidence import FORMAT, MANIFEST, SUMS, Case, digest, files, manifest, numbered, sums
from watcher.core.report import account
from watcher.errors import EvidenceError
from watcher.report import environment

LARGEST: Final = 200_000_000  # bytes of a page; the configuration lets none be as large
INDEX: Final = "index.html"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can tell


def packed(made: Case) -> bytes:
    """A pack. Nothing in it is compressed, since compressors differ from machine to machine."""
    contents = [(INDEX, _index(made)), *files(made)]
    contents.append((MANIFEST, manifest(made, contents)))
    contents.append((SUMS, sums((path, digest(content)) for path, content in contents)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
        for path, content in contents:
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, wherever it is made
            pack.writestr(entry, content)
    return file.getvalue()


def _index(made: Case) -> bytes:
    by_entry = {exhibit.decision.article.entry.id: exhibit for exhibit in made.exhibits}
    told = account(made.story, {entry: edits.history(exhibit.visits) for entry, exhibit in by_entry.items()})
    page = (
        environment(UTC, {})
        .get_template("evidence.html")
        .render(
            case=made,
            account=told,
            exhibits=[(by_entry[one.member.entry], one) for one in told.tellings if one.member.entry in by_entry],
            numbered=numbered,
        )
    )
    return page.encode("utf-8", "replace")


def verify(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A pack's manifest, and everything that is wrong with it; raise EvidenceError if it is no pack at all."""
    try:
        with zipfile.ZipFile(path) as pack:
            stated = _manifest(pack)
            return stated, tuple(_faults(pack, stated))
    except OSError as error:
        raise EvidenceError(f"{path} cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise EvidenceError(f"{path} is no evidence pack that could be read: {error}") from error


def _manifest(pack: zipfile.ZipFile) -> dict[str, Any]:
    names = pack.namelist()
    if MANIFEST not in names:
        raise ValueError(f"it has no {MANIFEST}")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in pack.infolist()):
        raise ValueError("it is compressed, and watcher compresses none; it may have been packed anew")
    stated: Any = json.loads(pack.read(MANIFEST))
    listed = stated.get("files") if isinstance(stated, dict) else None
    if not isinstance(stated, dict) or not isinstance(listed, list) or stated.get("format") != FORMAT:
        raise ValueError(f'its {MANIFEST} is not one of "{FORMAT}"')
    if not all(isinstance(one, dict) and {"path", "size", "sha256"} <= one.keys() for one in listed):
        raise ValueError(f"its {MANIFEST} names a file without path, size or SHA-256")
    return stated


def _faults(pack: zipfile.ZipFile, stated: dict[str, Any]) -> Iterator[str]:
    counts = Counter(pack.namelist())
    listed = {str(one["path"]): one for one in stated["files"]}
    yield from (f"{name} stands twice" for name, times in counts.items() if times > 1)
    yield from (f"{name} is missing" for name in (*listed, SUMS) if name not in counts)
    yield from (f"{name} is not in the manifest" for name in counts if name not in {*listed, MANIFEST, SUMS})
    digests = {}
    for name in (name for name in (*listed, MANIFEST) if name in counts):
        content = _read(pack, name)
        if content is None:
            yield f"{name} was changed, or damaged on its way: it is not what was packed"
            continue
        digests[name] = digest(content)
        one = listed.get(name, {"size": len(content), "sha256": digests[name]})
        if (len(content), digests[name]) != (one["size"], one["sha256"]):
            yield f"{name} was changed: its SHA-256 is {digests[name]}, the manifest says {one['sha256']}"
        if name.endswith("/visits.json"):
            yield from _bodies(pack, name, content)
    if SUMS in counts and _read(pack, SUMS) != sums(digests.items()):
        yield f"{SUMS} does not agree with the files"


def _read(pack: zipfile.ZipFile, name: str) -> bytes | None:
    """What a file of a pack holds; None if that does not agree with the ZIP file's own checksum."""
    try:
        return pack.read(name)
    except zipfile.BadZipFile:
        return None


def _bodies(pack: zipfile.ZipFile, path: str, content: bytes) -> Iterator[str]:
    """Whether each page that is kept is the one whose SHA-256 was noted when it came."""
    for visit in json.loads(content):
        name = f"{path.removesuffix('visits.json')}{visit.get('body')}"
        if (
            visit.get("body")
            and name in pack.namelist()
            and _inflated(_read(pack, name) or b"") != visit.get("body_sha256")
        ):
            yield f"{name} is not the page that came on {visit.get('at')}"


def _inflated(body: bytes) -> str:
    """The SHA-256 of what is in a gzip file, piece by piece; "" if it is none, or holds more than a page does."""
    made, size = hashlib.sha256(), 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            while piece := file.read(1 << 20):
                size += len(piece)
                if size > LARGEST:
                    return ""
                made.update(piece)
    except (OSError, EOFError, zlib.error):
        return ""
    return made.hexdigest()
