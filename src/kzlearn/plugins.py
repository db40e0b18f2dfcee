"""Finds the one-file parts of the program (kinds, checks, formats): our own modules first, then other packages'.

A package that is installed beside kzlearn adds a part through an entry point in the group named after our package, e.g.
`[project.entry-points."kzlearn.kinds"]`. Entry points are read only when a name is not ours: reading them is slow.
"""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from kzlearn.model.problems import Unreadable

ASK = "remove that package, or ask its authors"


def own(package: str) -> list[str]:
    """The names of the parts that lie in one of our packages, sorted; helpers begin with an underscore."""
    found = pkgutil.iter_modules(import_module(package).__path__)
    return sorted(module.name for module in found if not module.name.startswith("_"))


@cache
def foreign(package: str) -> tuple[str, ...]:
    """The names of the parts that other installed packages add."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # slow, and hardly ever needed

    return tuple(sorted(point.name for point in entry_points(group=package)))


@cache
def find(package: str, name: str) -> ModuleType | None:
    """The module of a part by its name; None when nobody has it. Raises Unreadable when it cannot be loaded."""
    if name.isidentifier() and not name.startswith("_") and find_spec(f"{package}.{name}"):
        return import_module(f"{package}.{name}")
    if name not in foreign(package):
        return None
    from importlib.metadata import entry_points  # noqa: PLC0415  # likewise

    (point, *_) = entry_points(group=package, name=name)
    try:
        module = point.load()
    except Exception as error:  # another's code: anything may come of it
        raise Unreadable(f"{name}, which {point.value} adds to {package}, cannot be loaded: {error}", ASK) from error
    if not isinstance(module, ModuleType):
        raise Unreadable(f"{point.value}, which adds {name} to {package}, is no module", ASK)
    return module


def names(package: str) -> list[str]:
    """The names of all parts, ours and others', sorted."""
    return sorted({*own(package), *foreign(package)})


def every(package: str) -> dict[str, ModuleType]:
    """All parts by their names, ours and others'."""
    return {name: module for name in names(package) if (module := find(package, name))}
