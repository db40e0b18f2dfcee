"""The kinds of question, one file each: what it holds, how it is shown, how a reply is graded.

A new kind is a new module here (or an entry point in the group `kzlearn.kinds`) with one subclass of `Content`.
"""

from functools import cache

from kzlearn import plugins
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Content


@cache
def content_type(name: str) -> type[Content] | None:
    """The class of a kind's questions; None when there is no such kind. Raises Unreadable when its module has none."""
    module = plugins.find(__name__, name)
    if module is None:
        return None
    found = [v for v in vars(module).values() if isinstance(v, type) and v.__dict__.get("kind") == name]
    if len(found) != 1:
        raise Unreadable(f"the module {module.__name__} has {len(found)} classes of kind {name!r}", "it must have one")
    return found[0]


def names() -> list[str]:
    """The names of all kinds, ours and other packages'."""
    return plugins.names(__name__)
