"""Finds the one-file parts of the program (kinds, checks, formats): our own modules first, then other packages'.

A package that is installed beside kzlearn adds a part through an entry point in the group named after our package, e.g.
`[project.entry-points."kzlearn.kinds"]`. Entry points are read only when a name is not ours: reading them is slow.
"""

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def own(package: str) -> list[str]:
    """The names of the parts that lie in one of our packages, sorted; helpers begin with an underscore."""
    found = pkgutil.iter_modules(import_module(package).__path__)
    return sorted(module.name for module in found if not module.name.startswith("_"))


def foreign(package: str) -> list[str]:
    """The names of the parts that other installed packages add."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # slow, and hardly ever needed

    return sorted(point.name for point in entry_points(group=package))


@cache
def find(package: str, name: str) -> ModuleType | None:
    """The module of a part by its name; None when nobody has it."""
    if name.isidentifier() and not name.startswith("_") and find_spec(f"{package}.{name}"):
        return import_module(f"{package}.{name}")
    if name not in foreign(package):
        return None
    from importlib.metadata import entry_points  # noqa: PLC0415

    (point, *_) = entry_points(group=package, name=name)
    module = point.load()
    assert isinstance(module, ModuleType), f"the entry point {name} of {package} must name a module"
    return module


def every(package: str) -> list[ModuleType]:
    """All parts, ours and others', ordered by name."""
    modules = [find(package, name) for name in sorted({*own(package), *foreign(package)})]
    return [module for module in modules if module]
