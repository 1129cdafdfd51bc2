"""Feeds: which a store is subscribed to, and how their news is fetched."""
