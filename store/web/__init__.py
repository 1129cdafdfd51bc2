"""Fetching from the web: one door, ``client.Client``, behind which every answer is bounded."""
