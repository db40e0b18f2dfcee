"""A sign of life: on a terminal, a bar on stderr once something has taken a second."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 1.0


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Show what is being done while the block runs, if it takes longer than a second and a person is watching."""
    if sys.stderr is None or not sys.stderr.isatty():  # None when it was closed
        yield
        return
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(doing, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(doing: str, done: threading.Event) -> None:
    if done.wait(PATIENCE_S):
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, and seldom needed
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(doing, total=None)
        done.wait()
