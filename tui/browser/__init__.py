"""The browser: its frame, what a person does in it, and what it has under way meanwhile."""
