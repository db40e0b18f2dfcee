"""YAML to banks: reading with a place for every mistake, cards, the schema, the cache of parsed banks."""
