OWNERS_FILE = "lexicon.json"
"""Where a store keeps its owner's part of the lexicon. Here, so that asking whether there is one
loads nothing."""
