from ..export.conftest import anki, zone  # noqa: F401  # the same real Anki
