"""What goes over the wire: the bytes to the terminal, those that come from it, and what it can."""
