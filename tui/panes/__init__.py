"""The panes: what fills the screen."""
