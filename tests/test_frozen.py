"""A dataclass that is finished late is the standard library's in everything that anybody sees of it."""

import copy
import dataclasses
import inspect
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from watcher import frozen

T = TypeVar("T")
Decorator = Callable[..., Any]


def of_values(dataclass: Decorator) -> dict[str, Any]:
    """Classes with the fields that values have: defaults, factories, bases, an order, a type to be filled in."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Plain:
        """Documented."""

        kinds: ClassVar[int] = 3
        a: int
        b: tuple[str, ...] = ()
        c: "list[int]" = dataclasses.field(default_factory=list, compare=False)
        d: int = dataclasses.field(default=0, repr=False)

        def doubled(self) -> int:
            return 2 * self.a

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Inherits(Plain):
        e: float = 0.5
        d: int = 7

    @dataclass(frozen=True, slots=True)
    class Positional:
        a: int
        b: str = "b"

    @dataclass(frozen=True, slots=True, kw_only=True, order=True)
    class Ordered:
        a: int
        b: int = 0

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Of(Generic[T]):
        a: T

    return classes(locals())


def of_fields(dataclass: Decorator) -> dict[str, Any]:
    """Classes that change, or whose fields are not all given."""

    @dataclass(slots=True)
    class Changes:
        a: int = 0

    @dataclass(slots=True, kw_only=True, eq=False)
    class Itself:
        a: int = 0

    @dataclass(slots=True, kw_only=True)
    class Keeps:
        a: int = 0
        later: int | None = dataclasses.field(default=None, init=False)

    @dataclass(slots=True, kw_only=True)
    class Gathers:
        a: int = 0
        found: list[int] = dataclasses.field(default_factory=list, init=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Given:
        a: int
        found: tuple[int, ...] = dataclasses.field(default=(), init=False)
        made: "dict[str, int]" = dataclasses.field(default_factory=dict, init=False, hash=False)
        known: "list[int]" = dataclasses.field(default_factory=list, hash=False, repr=False)

    return classes(locals())


def of_methods(dataclass: Decorator) -> dict[str, Any]:
    """Classes that show, hash or compare in a way of their own, or that have no slots."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Shows:
        a: int

        def __repr__(self) -> str:
            return f"<{self.a}>"

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Hashed:
        a: int
        _hash: int = dataclasses.field(init=False, repr=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "_hash", self.a + 1)

        def __hash__(self) -> int:
            return self._hash

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Compares:  # noqa: PLW1641 - the decorator adds the hash
        a: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Compares)

    @dataclass(frozen=True, kw_only=True)
    class Roomy:
        a: int

    return classes(locals())


def classes(names: dict[str, Any]) -> dict[str, Any]:
    return {name: made for name, made in names.items() if isinstance(made, type)}


def shapes(dataclass: Decorator) -> dict[str, Any]:
    """Classes of every shape that the program has, made by a decorator."""
    return of_values(dataclass) | of_fields(dataclass) | of_methods(dataclass)


USUAL, LATE = shapes(dataclasses.dataclass), shapes(frozen.dataclass)
VALUES: dict[str, tuple[dict[str, Any], ...]] = {
    "Plain": ({"a": 1}, {"a": 1, "c": [1]}, {"a": 2, "b": ("x",), "d": 4}),
    "Inherits": ({"a": 1}, {"a": 1, "e": 2.0}),
}
SOME: tuple[dict[str, Any], ...] = ({"a": 1}, {"a": 2}, {"a": 1})
MISTAKES: tuple[dict[str, Any], ...] = ({"nothing": 1}, {"a": 1, "nothing": 1}, {"_hash": 1})


def outcome(work: Callable[[], object]) -> object:
    """What comes of something, an error included."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises
        return type(error), str(error) if isinstance(error, TypeError) else ""


def _none_of(kind: Any, values: dict[str, Any]) -> None:
    kind(**values)


def behaviour(kind: Any, values: dict[str, Any], name: str) -> list[object]:
    """All that can be asked of an instance, as plain values."""
    one, same = kind(**values), kind(**values)
    names = [field.name for field in dataclasses.fields(one)]
    return [
        repr(one).rsplit("<locals>.", 1)[-1],
        one == same, one == 1, outcome(lambda: hash(one) == hash(same)), outcome(lambda: one < same),
        names, dataclasses.asdict(one), dataclasses.replace(one) == one,
        copy.copy(one) == one, copy.deepcopy(one) == one,
        outcome(lambda: setattr(one, name, 5)),
        outcome(lambda: delattr(one, "a")),
        kind.__match_args__, getattr(kind, "__slots__", None), hasattr(one, "__dict__"), str(inspect.signature(kind)),
        "" if "(" in (kind.__doc__ or "(") else kind.__doc__,  # without one the standard library writes the signature there
        [(field.name, field.type, field.kw_only, field.compare) for field in dataclasses.fields(kind)],
    ]  # fmt: skip


@pytest.mark.parametrize("name", USUAL)
def test_a_late_dataclass_does_what_the_usual_one_does(name: str):
    for values in VALUES.get(name, SOME):
        assert behaviour(LATE[name], values, "a") == behaviour(USUAL[name], values, "a")
    for values in MISTAKES:
        usual, late = (outcome(partial(_none_of, kind[name], values)) for kind in (USUAL, LATE))
        assert late == usual


def test_equal_values_are_equal_in_the_same_cases():
    for name, usual in USUAL.items():
        values = VALUES.get(name, SOME)
        compared = [[kind(**a) == kind(**b) for a in values for b in values] for kind in (usual, LATE[name])]
        assert compared[0] == compared[1], name


def test_fields_can_be_asked_for_before_there_is_an_instance():
    fresh = shapes(frozen.dataclass)
    assert [field.name for field in dataclasses.fields(fresh["Inherits"])] == ["a", "b", "c", "d", "e"]
    assert dataclasses.is_dataclass(fresh["Plain"])
    assert all(map(dataclasses.is_dataclass, fresh.values()))


def test_a_value_with_other_fields_is_what_the_usual_way_makes_of_it():
    for name, kind in shapes(frozen.dataclass).items():
        if name == "Changes":
            continue
        for values in VALUES.get(name, SOME):
            one = kind(**values)
            usual, ours = (way(one, a=7) for way in (dataclasses.replace, frozen.replace))
            assert (type(ours), ours.a, one.a) == (kind, 7, values["a"]), name
            assert repr(ours) == repr(usual), name
            with pytest.raises(TypeError):
                frozen.replace(one, nothing=1)


def test_the_signature_can_be_asked_for_before_there_is_an_instance():
    fresh = shapes(frozen.dataclass)
    for name, kind in reversed(USUAL.items()):  # what inherits comes before what it inherits from
        assert str(inspect.signature(fresh[name])) == str(inspect.signature(kind)), name


def test_the_names_of_fields_are_known_before_a_class_is_finished():
    fresh = shapes(frozen.dataclass)
    for name, kind in USUAL.items():
        if "__slots__" in vars(kind):
            assert frozen.field_names(fresh[name]) == tuple(field.name for field in dataclasses.fields(kind)), name
    assert "__eq__" not in vars(fresh["Plain"])


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    a: int
    b: str = "b"


def test_a_value_can_be_pickled_and_read_by_a_process_that_has_made_none():
    sent = pickle.dumps(Sent(a=3))
    unused: Any = frozen.dataclass(frozen=True, slots=True, kw_only=True)(
        type("Sent", (), {"__annotations__": {"a": int, "b": str}, "b": "b"})
    )
    unused.__module__ = __name__
    before, module = Sent, sys.modules[__name__]
    vars(module)["Sent"] = unused
    try:
        got: Any = pickle.loads(sent)
        assert type(got) is unused
        assert (got.a, got.b, got == unused(a=3)) == (3, "b", True)
    finally:
        vars(module)["Sent"] = before


def test_a_value_that_holds_itself_can_be_shown_and_one_without_fields_be_compared():
    for dataclass in (dataclasses.dataclass, frozen.dataclass):
        kinds = shapes(dataclass)
        around = kinds["Gathers"]()
        around.found.append(around)
        assert repr(around).endswith("Gathers(a=0, found=[...])")
        nothing: Any = dataclass(frozen=True, slots=True)(type("Nothing", (), {}))
        assert (nothing(), hash(nothing()), repr(nothing())) == (nothing(), hash(nothing()), "Nothing()")
        assert nothing() != kinds["Changes"]()


def test_many_threads_may_be_the_first_at_once():
    for _ in range(20):
        kind = shapes(frozen.dataclass)["Inherits"]
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda a: kind(a=a).doubled(), range(8)))  # noqa: B023 - the pool ends within the turn
        assert made == [2 * a for a in range(8)]
