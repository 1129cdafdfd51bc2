"""The headless side: articles, their actors, their archive and what finds them."""

__version__ = "0.1.0"
