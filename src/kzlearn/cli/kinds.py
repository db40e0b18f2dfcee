"""kzlearn kinds: the kinds of question, from the code."""

import json

from kzlearn import kinds as all_kinds
from kzlearn.bank.reader import keys_of
from kzlearn.cli import _options

app = _options.application()


@app.command()
def kinds(as_json: _options.Json = False) -> None:
    """Show the kinds of question and the keys each adds."""
    rows = []
    for name in all_kinds.names():
        content = all_kinds.content_type(name)
        assert content
        rows.append(
            {"kind": name, "what": (content.__doc__ or "").strip().splitlines()[0], "keys": list(keys_of(content))}
        )
    if as_json:
        print(json.dumps(rows))
    else:
        for row in rows:
            print(f"{row['kind']:<11} {row['what']} ({', '.join(row['keys'])})")
