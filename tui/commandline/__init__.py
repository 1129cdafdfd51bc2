"""The plain commands: what each takes, does and prints, without the browser."""
