"""An article's text as the statements that it makes, and what on a page is none of them.

Around an article pages change by the hour: dates of the last change, counters, lists of other articles, notices. So
only sentences count, and of those not the ones that date the page or speak of cookies and subscriptions.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from watcher import late
from watcher.core.text.characters import in_categories
from watcher.core.text.sentences import sentences
from watcher.core.text.walls import walls
from watcher.core.text.words import Reach, reach
from watcher.frozen import dataclass

MOST: Final = 2_000  # statements of a text that are compared; the longest articles have 1,500
LONGEST: Final = 10_000  # characters of a sentence; no honest one is as long
_ENDS: Final = late.pattern("[.!?…؟۔।॥։።。！？｡][\"'”’»›)\\]」』）】〉》]*$")
_LONG: Final = 100  # characters of a line that is a sentence though it ends without a mark, as in Thai
_STAMP: Final = 12  # words up to which a line that begins like one is a stamp
# How lines begin that date a page, by language; a date or a word that leads to one follows. "Updated figures" are news.
_DATED: Final = late.pattern(
    r"[\W_]*(?:(?:last |first )?(?:updated?|modified|published|posted|edited)|(?:zuletzt )?(?:aktualisiert|geändert)|stand|"
    r"veröffentlicht|mis à jour|publié|modifié|dernière mise à jour|actualizado|publicado|última actualización|aggiornato|"
    r"pubblicato|ultimo aggiornamento|atualizado|bijgewerkt|gepubliceerd|laatste update|uppdaterad|publicerad|opdateret|"
    r"oppdatert|publisert|päivitetty|julkaistu|обновлено|опубликовано|дата публикации|оновлено|опубліковано|aktualizacja|"
    r"zaktualizowano|opublikowano|aktualizováno|publikováno|güncellenme|güncelleme|yayınlanma|ενημερώθηκε|δημοσιεύθηκε|"
    r"تحديث|آخر تحديث|تاريخ النشر|نشر|به‌روزرسانی|עודכן|פורסם|अपडेटेड|प्रकाशित|diperbarui|cập nhật|更新日?時?|更新时间|更新時間|"
    r"发布时间|發布時間|發佈時間|公開日?|最終更新|업데이트|수정|입력|기사입력|송고)"
    r"(?:[^\w\s]*\s*\d|\s*[:：]|\s+(?:on|at|am|um|le|à|el|a|il|em|op|om|den|kl|в|о|dnia|dne|tarihi|στις|في|ב)\s)",
    re.IGNORECASE,
)
_GROUPED: Final = late.pattern(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![.,]?\d)")
_MARKS: Final = in_categories("Mn Mc") + "\u200c\u200d"
_TOKEN: Final = late.pattern(rf"{_GROUPED.pattern}|\d+(?:[.,]\d+)*|(?:[^\W\d_][{_MARKS}]*)+|[%$€£¥₽]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an article. Two are the same if their words are."""

    text: str
    words: tuple[str, ...]


class Word(NamedTuple):
    """A word of a statement, folded for comparing, with its place in the text."""

    folded: str
    start: int
    end: int


def statements(text: str) -> list[Statement]:
    """The sentences of a text in order; headings, captions, links and stamps are left out."""
    found: list[Statement] = []
    for start, end in sentences(text):
        sentence = " ".join(text[start:end].split())[:LONGEST]
        if (_ENDS.search(sentence) or len(sentence) >= _LONG) and len(found) < MOST:
            folded = tuple(word.folded for word in words(sentence))
            if folded and not (len(folded) <= _STAMP and _DATED.match(sentence)):
                found.append(Statement(text=sentence, words=folded))
    return found


def is_notice(statement: Statement) -> bool:
    """Whether a sentence is the page's own: of consent, login or subscription."""
    return bool(walls(statement.text))


def words(text: str) -> list[Word]:
    """The words of a text without regard to case, width and the grouping of digits; each character of scripts without spaces."""
    found: list[Word] = []
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        if reach(token[0]) is Reach.INSIDE:  # of Hangul that says no, which is parted by spaces
            found += [
                Word(folded=_folded(char), start=start + place, end=start + place + 1)
                for place, char in enumerate(token)
            ]
        else:
            plain = re.sub(r"\D", "", token) if _GROUPED.fullmatch(token) else _folded(token)
            found.append(Word(folded=plain, start=start, end=match.end()))
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
