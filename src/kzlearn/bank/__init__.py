"""YAML to banks: reading, with every mistake as a problem at its place; the schema; the cache of parsed banks."""

from kzlearn.bank.load import Loaded, load

__all__ = ["Loaded", "load"]
