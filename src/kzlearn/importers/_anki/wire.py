"""The few protocol buffers in Anki's packages: numbers and bytes by field (protobuf.dev, Encoding)."""

from collections.abc import Iterator


class Broken(Exception):
    """What should be a message is none."""


def fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message in order: their numbers, and a number or bytes each. Raises Broken."""
    at = 0
    while at < len(raw):
        tag, at = _varint(raw, at)
        match tag & 7:
            case 0:
                value, at = _varint(raw, at)
                yield tag >> 3, value
                continue
            case 1:
                size = 8
            case 2:
                size, at = _varint(raw, at)
            case 5:
                size = 4
            case _:
                raise Broken("a message of Anki's is damaged")
        if size > len(raw) - at:
            raise Broken("a message of Anki's is cut short")
        yield tag >> 3, raw[at : at + size]
        at += size


def texts(raw: bytes) -> dict[int, str]:
    """The fields of a message that are texts."""
    return {n: value.decode("utf-8", "replace") for n, value in fields(raw) if isinstance(value, bytes)}


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(raw) and shift < 70:
        byte = raw[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise Broken("a message of Anki's is cut short")
