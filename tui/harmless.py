"""The last gate before a terminal: what is drawn, typed or copied, by whatever door it came."""

from __future__ import annotations

from store.intake.hygiene import clean


def harmless(text: str) -> str:
    """The text as one line without what a terminal would obey; mostly it is that, and the same."""
    cleaned = clean(text)
    return cleaned.replace("\n", " ") if "\n" in cleaned else cleaned


def harmless_lines(text: str) -> str:
    """The same with its lines, but for the ends of the last ones."""
    return clean(text).rstrip("\n")
