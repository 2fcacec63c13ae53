"""The standard library's dataclass, finished when a class is first used: a command uses few of the hundreds there are.

Writing the methods of a dataclass takes it about a millisecond, and that for every class at each start was a quarter of
what imports took. Here a class gets its slots at once, since they make another class of it, and its methods from the
standard library when its first instance is made or its fields are asked for. Nothing else is different.
"""

import dataclasses
from collections.abc import Sequence
from functools import partial
from inspect import get_annotations
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, get_origin

__all__ = ["dataclass", "field_names"]

_FIELDS: Final = "__dataclass_fields__"
_LAST: Final = ("__init__", _FIELDS)  # what says to other threads that all is done
_FINISHING: Final = RLock()  # one class at a time, its bases within it

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool = False, frozen: bool = False, **settings: bool) -> Any:
        """As `dataclasses.dataclass`; a class without slots is finished at once."""
        complete = dataclasses.dataclass(slots=slots, frozen=frozen, **settings)
        return partial(_declared, complete, _OF_FROZEN if frozen else {}) if slots else complete


def field_names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a class with slots, in their order, without finishing it."""
    return tuple(name for base in reversed(kind.__mro__) for name in vars(base).get("__slots__", ()))


class _Unfinished:
    """Stands for the fields of a class until somebody asks for them."""

    def __init__(self, finish: Any) -> None:
        self._finish = finish

    def __get__(self, instance: object, owner: type) -> Any:
        return getattr(self._finish(), _FIELDS)


def _declared(complete: Any, methods: dict[str, Any], plain: Any) -> Any:
    """A class with slots in the place of one without, which `complete` makes a dataclass of at first use."""
    names = [name for name, kind in get_annotations(plain).items() if not _is_class_variable(kind)]
    held = {slot for base in plain.__mro__[1:] for slot in vars(base).get("__slots__", ())}
    body = methods | {name: value for name, value in vars(plain).items() if name not in (*names, *_OF_PLAIN)}

    def finish() -> Any:
        with _FINISHING:
            if isinstance(vars(made)[_FIELDS], _Unfinished):
                added = {
                    name: value for name, value in vars(complete(plain)).items() if body.get(name, _FIELDS) is not value
                }
                for name in added.keys() - {*names, *methods, *_OF_PLAIN, *_LAST}:
                    setattr(made, name, added[name])
                for name in _LAST:
                    setattr(made, name, added[name])
        return made

    def first(self: Any, /, *values: Any, **named: Any) -> None:
        finish().__init__(self, *values, **named)

    own = {
        "__slots__": tuple(name for name in names if name not in held),
        "__init__": first,
        _FIELDS: _Unfinished(finish),
    }
    made = type(plain)(plain.__name__, plain.__bases__, body | own)
    made.__qualname__ = plain.__qualname__
    return made


def _is_class_variable(kind: object) -> bool:
    return kind is ClassVar or get_origin(kind) is ClassVar


# --- what frozen classes have in common -------------------------------------------------------------------------------


def _refuse(_: object, name: str, *__: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    """What is pickled; Python's own way back would assign to the fields."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_OF_FROZEN: Final = {
    "__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _set_state,
}  # fmt: skip
_OF_PLAIN: Final = ("__dict__", "__weakref__", "__slots__")  # what is of the class that was made for its methods
