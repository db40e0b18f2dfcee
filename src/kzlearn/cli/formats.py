"""kzlearn formats: the formats of export and import, from the code."""

import json

from kzlearn import export, importers, plugins
from kzlearn.cli import _options

app = _options.application()


@app.command()
def formats(as_json: _options.Json = False) -> None:
    """Show the formats that banks can be exported to, and the files that can be imported."""
    out, back = plugins.every(export.__name__), plugins.every(importers.__name__)
    rows = [("export", name, module.SUFFIX, module.WHAT) for name, module in out.items()]
    rows += [("import", name, " ".join(module.SUFFIXES), module.WHAT) for name, module in back.items()]
    if as_json:
        print(json.dumps([dict(zip(("way", "format", "suffix", "what"), row, strict=True)) for row in rows]))
    else:
        for way, name, suffix, what in rows:
            print(f"{way:<7} {name:<10} {suffix:<14} {what}")
