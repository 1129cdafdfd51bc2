"""Bodies unpacked within a limit: what a few bytes blow up to is never held."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]

from store.message import Message
from store.web.failures import Failure

ACCEPTED = "gzip, deflate, br"

MEMBERS = 100
"""Most gzip members in one body; real ones have one, and each costs a fresh start."""

LAYERS = 2
"""Most codings over one another."""

_PIECE = 1 << 14


def unpacked(body: bytes, codings: str, limit: int) -> bytes:
    """``body`` without the codings of its Content-Encoding header, at most ``limit`` bytes.

    Raises ``Failure`` for a coding that wasn't asked for, for damaged or truncated data, and for
    more than ``limit`` bytes after any of the codings.
    """
    names = [name for part in codings.lower().split(",") if (name := part.strip())]
    names = [name.removeprefix("x-") for name in names if name != "identity"]
    if len(names) > LAYERS:
        raise Failure("packed too many times over")
    for name in reversed(names):
        if name not in ("gzip", "deflate", "br"):
            raise Failure(Message("packed in an unknown way ({name})", name=name[:20]))
        pieces = _brotli(body, limit) if name == "br" else _deflated(body, name, limit)
        body = _joined(pieces, name, limit)
    return body


def too_large(limit: int) -> Failure:
    if limit >= 1 << 20:
        return Failure(Message("larger than {size} MiB", size=limit >> 20))
    return Failure(Message("larger than {size} bytes", size=limit))


def _joined(pieces: Iterator[bytes], name: str, limit: int) -> bytes:
    made = bytearray()
    try:
        for piece in pieces:
            made += piece
            if len(made) > limit:
                raise too_large(limit)
    except (zlib.error, brotli.error):
        raise Failure(Message("the {name} data is damaged", name=name)) from None
    except EOFError:
        raise Failure("the answer was cut off", again=True) from None
    return bytes(made)


def _deflated(body: bytes, name: str, limit: int) -> Iterator[bytes]:
    if not body:
        # Sent by servers that say how they would have packed something.
        return
    bits = 31 if name == "gzip" else _zlib_bits(body)
    unpacker = zlib.decompressobj(bits)
    members = 1
    for start in range(0, len(body), _PIECE):
        data = body[start : start + _PIECE]
        while data:
            if unpacker.eof:
                if bits != 31 or members == MEMBERS or not data.startswith(b"\x1f"):
                    # Padding and rubbish after the end are passed over, as browsers do.
                    return
                members += 1
                unpacker = zlib.decompressobj(bits)
            yield unpacker.decompress(data, limit + 1)
            data = unpacker.unconsumed_tail or unpacker.unused_data
    if not unpacker.eof:
        raise EOFError


def _zlib_bits(body: bytes) -> int:
    """The window of "deflate": zlib's format by the standard, bare data from some servers."""
    head = int.from_bytes(body[:2], "big")
    return 15 if len(body) > 1 and body[0] & 0x0F == 8 and head % 31 == 0 else -15


def _brotli(body: bytes, limit: int) -> Iterator[bytes]:
    if not body:
        return
    unpacker = brotli.Decompressor()
    for start in range(0, len(body), _PIECE):
        yield unpacker.process(body[start : start + _PIECE], output_buffer_limit=limit + 1)
        while not unpacker.can_accept_more_data():
            yield unpacker.process(b"", output_buffer_limit=limit + 1)
        if unpacker.is_finished():
            return
    raise EOFError
