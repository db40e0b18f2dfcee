"""kzlearn due: what is due."""

from kzlearn.cli import _options, _today

app = _options.application()


@app.command()
def due(banks: _options.Banks = None, as_json: _options.Json = False, home: _options.Home = None) -> None:
    """Show what is due today: steps of cards in learning, reviews, new cards."""
    _today.show(home, banks, as_json)
