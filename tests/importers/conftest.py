from ..export.conftest import anki, other_anki  # noqa: F401  # the same real Anki
