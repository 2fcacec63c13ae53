"""What is not wrong with a configuration's rules, but probably not meant: warnings, each with its path."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from watcher.core.model import Answer, Article
from watcher.core.rules.expression import Not, at_least
from watcher.core.rules.grammar import parse_rule
from watcher.core.rules.ruleset import Rule, Ruleset, read
from watcher.core.rules.score import factors, score
from watcher.core.rules.spec import Group, TermLists
from watcher.core.rules.terms import Shape, Term, explodes, parse_term
from watcher.core.rules.vocabulary import ANY, Path
from watcher.core.text.fold import fold
from watcher.core.text.languages import Language, language, primary
from watcher.core.text.words import Reach, reach, tokens

SHORT: Final = 3  # letters
SHOWN: Final = 4  # superfluous terms that a warning names
EXPLODING: Final = "may take very long on some texts; repetitions inside repetitions, such as (a+)+, are what does it"


class Warned(NamedTuple):
    """Something that is probably not meant. `path` is where in the configuration, as faults have it."""

    path: Path
    message: str


class Example(NamedTuple):
    """An article that a topic should match, or should not, with the place where somebody said so."""

    path: Path
    topic: str
    match: bool
    article: Article


def lint(
    rules: Ruleset,
    groups: Mapping[str, Group],
    own: Mapping[str, Group],
    *,
    langs: Collection[str] = (),
    examples: Sequence[Example] = (),
    now: datetime,
) -> tuple[Warned, ...]:
    """Look at compiled rules over `groups`; `own` are the user's groups as written, `langs` what the feeds deliver."""
    return (
        *_unused(rules, groups, own),
        *(warned for group in own.values() for warned in _lists(group)),
        *_rule_terms(rules),
        *_languages(rules, groups, langs),
        *(warned for example in examples if example.match for warned in _excluded(rules, example, now)),
    )


# --- groups -----------------------------------------------------------------------------------------------------------


def _unused(rules: Ruleset, groups: Mapping[str, Group], own: Collection[str]) -> Iterator[Warned]:
    waiting = [name for rule in rules.rules for name in _named(rule)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in used or name not in groups:
            continue
        used.add(name)
        waiting += groups[name].include
        waiting += [atom.group for each in groups[name].company for atom in parse_rule(each.with_).atoms()]
    for name in own:
        if name not in used:
            yield Warned(("group", name), f"no topic uses @{name}")


def _named(rule: Rule) -> Iterator[str]:
    for expression in (rule.expression, *(rival.expression for rival in rule.against)):
        yield from (atom.group for atom in expression.atoms() if atom.group)


def _lists(group: Group) -> Iterator[Warned]:
    lists: list[tuple[Path, TermLists]] = [((), group.terms), (("weak",), group.weak), (("except",), group.except_)]
    lists += [(("company", index), company.terms) for index, company in enumerate(group.company)]
    spare: list[str] = []
    for section, by_language in lists:
        for lang, written in by_language.items():
            path: Path = ("group", group.name, *section, lang)
            listed = [(index, parse_term(text)) for index, text in enumerate(written)]
            for index, term in listed:
                yield from (Warned((*path, index), message) for message in _alone(term))
            yield from _twice(path, listed)
            if section != ("except",):
                spare += (f"{term} ({other})" for term, other in _superfluous(listed, language(lang)))
    if spare:
        several = f"{len(spare)} terms of @{group.name} are found by others of their list"
        shown = ", ".join(spare[:SHOWN]) + (", …" if len(spare) > SHOWN else "")
        yield Warned(("group", group.name), f"{several}, which need not be wrong: {shown}")


# --- single terms -----------------------------------------------------------------------------------------------------


def _rule_terms(rules: Ruleset) -> Iterator[Warned]:
    for index, rule in enumerate(rules.rules):
        for expression in (rule.expression, *(rival.expression for rival in rule.against)):
            for key in dict.fromkeys(atom.key for atom in expression.atoms() if not atom.group):
                for message in _alone(parse_term(key)):
                    yield Warned(("topic", index, "rule"), message)


def _alone(term: Term) -> Iterator[str]:
    """What is doubtful about a term, whatever stands beside it."""
    if term.shape is Shape.PATTERN:
        if explodes(term.text):
            yield f"{term.notation} {EXPLODING}"
        return
    words = tokens(fold(term.text).text)
    if len(words) != 1 or term.shape is Shape.EXACT:
        return
    word = words[0]
    if len(word) == 1 and reach(word * 2) is not Reach.WORD:
        yield f"{term.notation} is one syllable or character and hits much: give it company, or take a longer term"
    elif len(word) < SHORT and reach(word) is Reach.WORD and term.shape is Shape.WORDS and not term.text.isupper():
        yield f'{term.notation} has under {SHORT} letters and hits much: ="{term.text}" takes it exactly as written'


def _twice(path: Path, listed: Iterable[tuple[int, Term]]) -> Iterator[Warned]:
    known: set[tuple[Shape, str]] = set()
    for index, term in listed:
        key = term.shape, term.text if term.shape in (Shape.EXACT, Shape.PATTERN) else fold(term.text).text
        if key in known:
            yield Warned((*path, index), f"{term.notation} stands twice in this list")
        known.add(key)


def _superfluous(listed: Iterable[tuple[int, Term]], row: Language) -> Iterator[tuple[str, str]]:
    """Terms whose places another of the same list and weight finds, with that other."""
    plain = [(term, tuple(tokens(fold(term.text).text))) for _, term in listed if term.shape is Shape.WORDS]
    wilds = [term for term, words in plain if "*" in term.text and len(words) == 1]
    tame = [(term, tuple(row.stem(word) for word in words)) for term, words in plain if "*" not in term.text]
    by_stems: dict[tuple[str, ...], Term] = {}
    for term, stems in tame:
        by_stems.setdefault(stems, term)
    for term, stems in tame:
        size = len(stems)
        rows = (stems[first:last] for first in range(size) for last in range(first + 1, size + 1))
        inner = (by_stems[words] for words in rows if words in by_stems)
        yield from _spare(term, inner)
    for term, _ in plain:
        yield from _spare(term, (wild for wild in wilds if _takes_in(wild.text, term.text)))


def _spare(term: Term, others: Iterable[Term]) -> Iterator[tuple[str, str]]:
    other = next((other for other in others if other is not term and other.weight == term.weight), None)
    if other is not None and fold(other.text).text != fold(term.text).text:
        yield term.notation, other.notation


def _takes_in(wild: str, text: str) -> bool:
    """Whether a term with * finds each word that the other, a single word or with * too, can find."""
    bare, other = fold(wild.strip("*")).text, fold(text.strip("*")).text
    if " " in text.strip() or wild == text:
        return False
    if wild.startswith("*") and wild.endswith("*"):
        return bare in other
    if (text.startswith("*") and not wild.startswith("*")) or (text.endswith("*") and not wild.endswith("*")):
        return False
    return other.endswith(bare) if wild.startswith("*") else other.startswith(bare)


# --- topics -----------------------------------------------------------------------------------------------------------


def _languages(rules: Ruleset, groups: Mapping[str, Group], langs: Collection[str]) -> Iterator[Warned]:
    """Languages that the feeds deliver in which a required part of a topic has no term, so that it never matches."""
    for index, code, parts in speechless(rules, groups, langs):
        name = language(code).name if language(code).code == code else code
        message = (
            f"feeds deliver {name} ({code}), but no list of {parts[0]} has a term in it: such articles never match"
        )
        yield Warned(("topic", index, "rule"), message)


def speechless(
    rules: Ruleset, groups: Mapping[str, Group], langs: Collection[str]
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """For each rule, by its number, the languages in which required parts of it have no term, with these parts."""
    codes = sorted({code for lang in langs if (code := primary(lang)[0])})
    for index, rule in enumerate(rules.rules):
        missing: dict[str, list[str]] = {}
        for clause in rule.required:
            lacking = [code for code in codes if not any(_speaks(atom, code, groups) for atom in clause)]
            for code in lacking:
                missing.setdefault(code, []).append(" | ".join(sorted(clause)))
        yield from ((index, code, tuple(parts)) for code, parts in missing.items())


def _speaks(atom: str, code: str, groups: Mapping[str, Group]) -> bool:
    """Whether an atom can be found in texts of a language."""
    if not atom.startswith("@"):
        return True
    waiting, seen = [atom[1:]], set()
    only_any = True
    while waiting:
        name = waiting.pop()
        if name in seen or name not in groups:
            continue
        seen.add(name)
        group = groups[name]
        waiting += group.include
        held = {
            primary(lang)[0]
            for lists in (group.terms, group.weak)
            for lang, terms in lists.items()
            if terms and lang != ANY
        }
        scripts = {script for lang in held for script in language(lang).scripts}
        if code in held or (group.kind == "names" and scripts.intersection(language(code).scripts)):
            return True
        only_any = only_any and not held
    return only_any


def _excluded(rules: Ruleset, example: Example, now: datetime) -> Iterator[Warned]:
    """An exclusion that removes an example which its own topic should match."""
    for index, rule in enumerate(rules.rules):
        if rule.topic.name != example.topic:
            continue
        reading = read(rules.look(example.article), example.article, now=now, citations=())
        title = example.article.entry.title
        outcomes = [part.evaluate(reading) for part in rule.parts]
        answer = at_least(len(outcomes), outcomes).answer
        vetoes = [
            part
            for part, said in zip(rule.parts, outcomes, strict=True)
            if isinstance(part, Not) and said.answer is Answer.NO
        ]
        if answer is Answer.NO and vetoes:
            yield Warned(("topic", index, "rule"), f"{vetoes[0]} removes this topic's own example: {title}")
        if answer is not Answer.YES:
            continue
        contested, alone = (score(factors(rule.parts), outcomes, against, reading)[0] for against in (rule.against, ()))
        if contested < rule.threshold <= alone:
            message = f"what speaks against removes this topic's own example: {title}"
            yield Warned(("topic", index, "against"), message)
