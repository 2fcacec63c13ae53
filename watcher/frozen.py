"""The standard library's dataclass, finished when a class is first used: a command uses few of the hundreds there are.

Writing the methods of a dataclass takes it about a millisecond, and that for every class at each start was a quarter of
what imports took. Here a class gets its slots at once, since they make another class of it, and its methods when its
first instance is made or its fields are asked for. What a class has for fields is the standard library's to say; of the
methods only `__init__` is written as text and compiled, the others are closures. Nothing else is different, but that
a frozen instance is made in two thirds of the time.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, NoReturn, get_origin

__all__ = ["dataclass", "field_names", "replace"]

Fields = Sequence["dataclasses.Field[Any]"]

_FIELDS: Final = "__dataclass_fields__"
_LAST: Final = ("__init__", _FIELDS)  # what says to other threads that all is done
_FINISHING: Final = RLock()  # one class at a time, its bases within it

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(
        *, slots: bool = False, frozen: bool = False, kw_only: bool = False, eq: bool = True, order: bool = False
    ) -> Any:
        """As `dataclasses.dataclass`; a class without slots, or with an order, is finished at once."""
        if not slots or order:
            return dataclasses.dataclass(slots=slots, frozen=frozen, kw_only=kw_only, eq=eq, order=order)
        return partial(_declared, frozen, eq, dataclasses.dataclass(kw_only=kw_only, init=False, repr=False, eq=False))

    def replace(value: Any, /, **changes: Any) -> Any:
        """As `dataclasses.replace`, in two thirds of the time where making a value does no more than fill its fields."""
        copier = _copier(value.__class__)
        if copier is None:
            return dataclasses.replace(value, **changes)
        made = copier.copy(value)
        for name, new in changes.items():
            if name not in copier.fill:
                raise TypeError(f"{value.__class__.__name__} has no field {name!r}")
            copier.fill[name](made, new)
        return made


def field_names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a class with slots, in their order, without finishing it."""
    return tuple(name for base in reversed(kind.__mro__) for name in vars(base).get("__slots__", ()))


class _Unfinished:
    """Stands for the fields of a class until somebody asks for them."""

    def __init__(self, finish: Any) -> None:
        self._finish = finish

    def __get__(self, instance: object, owner: type) -> Any:
        return getattr(self._finish(), _FIELDS)


class _Signed(_Unfinished):
    """The signature of a class, as who wants to make instances asks for it."""

    def __get__(self, instance: object, owner: Any) -> Any:
        import inspect

        self._finish()
        _, *parameters = inspect.signature(owner.__init__).parameters.values()
        return inspect.Signature(parameters, return_annotation=None)


def _declared(frozen: bool, eq: bool, describe: Any, plain: Any) -> Any:  # noqa: FBT001 - of a partial
    """A class with slots in the place of one without, which `describe` finds the fields of at first use."""
    names = [name for name, kind in plain.__annotations__.items() if ClassVar not in (kind, get_origin(kind))]
    held = {slot for base in plain.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    methods = _OF_FROZEN if frozen else {}
    body = methods | {name: value for name, value in vars(plain).items() if name not in (*names, *_OF_PLAIN)}

    def finish() -> Any:
        with _FINISHING:
            if isinstance(vars(made)[_FIELDS], _Unfinished):
                plain.__doc__ = plain.__doc__ or plain.__name__  # or the signature is worked out to stand there
                added = {name: value for name, value in vars(describe(plain)).items() if name not in body}
                fields = dataclasses.fields(plain)
                added |= dict(_compared(plain, fields, frozen=frozen, eq=eq))
                added["__init__"] = _init(made, fields, frozen=frozen)
                for name in (*(added.keys() - {*names, "__doc__", *_OF_PLAIN, *_LAST}), *_LAST):
                    setattr(made, name, added[name])
        return made

    def first(self: Any, /, *values: Any, **named: Any) -> None:
        finish().__init__(self, *values, **named)

    own = {
        "__slots__": tuple(name for name in names if name not in held),
        "__init__": first,
        _FIELDS: _Unfinished(finish),
        "__signature__": _Signed(finish),
    }
    made = type(plain)(plain.__name__, plain.__bases__, body | own)
    made.__qualname__ = plain.__qualname__
    return made


# --- the methods of one class -----------------------------------------------------------------------------------------


class _Factory:
    """The default of a parameter whose field has a factory."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE: Final = _Factory()


def _init(made: type, fields: Fields, *, frozen: bool) -> Callable[..., None]:
    """What fills the slots; those of a frozen class through their descriptors, since it refuses to be assigned to."""
    known: dict[str, Any] = {"__made": _MADE}  # with underscores that no field has
    lines = []
    for field in fields:
        name, default = field.name, _default(field)
        value = name if field.init else f"__default_{name}"
        if default is not dataclasses.MISSING:
            known[f"__default_{name}"] = default
        elif not field.init:
            continue
        if field.default_factory is not dataclasses.MISSING:
            known[f"__make_{name}"] = field.default_factory
            value = f"__make_{name}() if {value} is __made else {value}"
        known[f"__set_{name}"] = getattr(made, name).__set__
        lines.append(f"__set_{name}(self, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(_parameters(fields))}):\n " + ("\n ".join(lines) or "pass")
    exec(text, known)  # noqa: S102 - of our own names alone, as the standard library does it
    function: Callable[..., None] = known["__init__"]
    function.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    function.__qualname__ = f"{made.__qualname__}.__init__"
    return function


def _default(field: "dataclasses.Field[Any]") -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else _MADE


def _parameters(fields: Fields) -> Iterator[str]:
    yield "self"
    asked = [field for field in fields if field.init]
    for named in (False, True):
        some = [field for field in asked if field.kw_only is named]
        if named and some:
            yield "*"
        for field in some:
            yield field.name if _default(field) is dataclasses.MISSING else f"{field.name}=__default_{field.name}"


def _compared(plain: type, fields: Fields, *, frozen: bool, eq: bool) -> Iterator[tuple[str, Any]]:
    """The methods that go through the fields, but for those that the class has of its own."""
    own = vars(plain)
    if "__repr__" not in own:
        yield "__repr__", _shows([field.name for field in fields if field.repr])
    if not eq:
        return
    if "__eq__" not in own:
        yield "__eq__", _equals(_values(field.name for field in fields if field.compare))
    if own.get("__hash__") is None:  # Python writes that beside an __eq__
        hashed = (field.name for field in fields if (field.compare if field.hash is None else field.hash))
        yield "__hash__", _hashes(_values(hashed)) if frozen else None


def _values(names: Iterable[str]) -> Callable[[Any], Any]:
    """What reads some fields of an instance, always as a tuple."""
    some = tuple(names)
    return attrgetter(*some, *some[: 2 - len(some)]) if some else lambda _: ()


def _equals(values: Callable[[Any], Any]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:  # noqa: N807 - its name in a traceback
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hashes(values: Callable[[Any], Any]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _shows(names: Sequence[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


# --- what frozen classes have in common -------------------------------------------------------------------------------


def _refuse(_: object, name: str, *__: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


class _Slots(NamedTuple):
    """How the fields of a class are read and filled; asked of `dataclasses` once, since feeds come pickled."""

    names: tuple[str, ...]
    fill: tuple[Callable[[object, object], None], ...]


@cache
def _slots_of(kind: Any) -> _Slots:
    names = tuple(field.name for field in dataclasses.fields(kind))
    return _Slots(names, tuple(getattr(kind, name).__set__ for name in names))


class _Copier(NamedTuple):
    """How a value becomes another one like it, and how that gets other fields."""

    copy: Callable[[Any], Any]
    fill: dict[str, Callable[[object, object], None]]


@cache
def _copier(kind: Any) -> _Copier | None:
    """None for a class whose values are more than their fields as given."""
    fields = dataclasses.fields(kind)
    if hasattr(kind, "__post_init__") or not hasattr(kind, "__slots__") or not all(field.init for field in fields):
        return None
    fill = {field.name: getattr(kind, field.name).__set__ for field in fields}
    known = {f"__set_{name}": set_to for name, set_to in fill.items()} | {"__new": kind.__new__, "__kind": kind}
    lines = (f" __set_{name}(made, value.{name})\n" for name in fill)
    exec(f"def copy(value):\n made = __new(__kind)\n{''.join(lines)} return made", known)  # noqa: S102 - as in `_init`
    return _Copier(known["copy"], fill)


def _state(self: Any) -> list[Any]:
    """What is pickled; Python's own way back would assign to the fields."""
    return [getattr(self, name) for name in _slots_of(self.__class__).names]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for fill, value in zip(_slots_of(self.__class__).fill, state, strict=True):
        fill(self, value)


_OF_FROZEN: Final = {
    "__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _set_state,
}  # fmt: skip
_OF_PLAIN: Final = ("__dict__", "__weakref__", "__slots__")  # what is of the class that was made for its methods
