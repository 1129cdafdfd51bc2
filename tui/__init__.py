"""The terminal side: everything a person sees.

Textual reads its settings from the environment once, when it is first imported, so they are
fixed here, before any module of this package can import it. A setting made by the person stands.
"""

import os

SETTINGS = {
    # Animated scrolling repaints a page a dozen times.
    "TEXTUAL_ANIMATIONS": "none",
    # Several terminals lose what a Chinese input method commits under the Kitty protocol.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
}

for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)

# Set and empty is not set (no-color.org); Textual would turn colours into greys.
if os.environ.get("NO_COLOR") == "":
    del os.environ["NO_COLOR"]
