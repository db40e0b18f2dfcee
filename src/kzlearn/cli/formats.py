"""kzlearn formats: the formats of export, from the code."""

import json

from kzlearn import export, plugins
from kzlearn.cli import _options

app = _options.application()


@app.command()
def formats(as_json: _options.Json = False) -> None:
    """Show the formats that banks can be exported to."""
    rows = [
        {"format": name, "suffix": module.SUFFIX, "what": module.WHAT}
        for name, module in plugins.every(export.__name__).items()
    ]
    if as_json:
        print(json.dumps(rows))
    else:
        for row in rows:
            print(f"{row['format']:<10} {row['suffix']:<8} {row['what']}")
