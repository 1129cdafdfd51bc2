"""Feeds: RSS, RDF, Atom and JSON Feed, bytes to drafts."""

from store.intake.feed.entries import Entry, Feed, drafts_of_feed, is_feed, read_feed

__all__ = ["Entry", "Feed", "drafts_of_feed", "is_feed", "read_feed"]
