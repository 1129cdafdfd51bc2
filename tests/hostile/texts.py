"""Texts that attack: mixtures of what steers a terminal, hides, floods or is taken for a format.

Whatever steers carries one of ``tests.hostile.check.MARKS``, so that a control in the output of the
program that holds a mark is known to have come from a text.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from tests.hostile.check import ATTACKS, MARKUP

# No key of a person's can hold them either, so they are joined to whatever is typed.
_STEERING = (
    *ATTACKS.values(),
    "\x1b]2;PWNED\x07", "\x1b]52;c;?\x07", "\x1b]52;p;UFdORUQ=\x1b\\", "\x9d52;c;UFdORUQ=\x9c",
    "\x1b]8;id=31337;file:///PWNED\x1b\\", "\x1b]1337;File=PWNED:\x07", "\x1b]4;31337;?\x07",
    "\x1bP$q31337\x1b\\", "\x1bP+q31337\x1b\\", "\x1b_GPWNED\x1b\\", "\x1b[31337n", "\x1b[31337c",
    "\x1b[200~PWNED\x1b[201~", "\x1b[?31337;2$y", "\x1b[31337;31337R", "\x1b]11;rgb:PWNED\x07",
    "\x1b[>31337u", "\x1b#8", "\x1bN\x1bO\x1bn", "\x05", "\x1b", "\x9b", "\x90", "\x9f",
)  # fmt: skip
_HIDING = (
    "\u202e", "\u2067", "\u2069", "\u200e", "\u200b", "\u200d", "\u2060", "\ufeff", "\u034f",
    "\u115f", "\u3164", "\uffa0", "\u180e", "\ufe0f", "\U000e0100", "\U000e0041\U000e007f",
    "\ufff9a\ufffa\ufffb", "\u2028", "\u2029", "\x85", "\ue000", "\U0010ffff", "\ufdd0",
)  # fmt: skip
_FLOODING = (
    "\u0301\u0338" * 60, "\u0e49" * 80, "\u20dd" * 50, "\u1ab0" * 70, "\U0001e8d0" * 50,
    "啊" * 3000, "a" * 3000, "—" * 500, "\u3000" * 300, "👩\u200d👩\u200d👧\u200d👦" * 20,
    "🇨🇳🇹🇼🏴" * 9, "ﷺ" * 40,
)  # fmt: skip
_MEANING = (
    MARKUP, "%s%n%(title)s%", "{0}{}{title!r:>31337}{", "}}{{", "$title ${x}", "\\x1b[31m\\u001b",
    "]8;;", "<script>PWNED</script>", "`PWNED`", "$(PWNED)", "; PWNED", "\nPWNED\n", "\r\nPWNED\r",
    "\t\t", "人:\"", "“", "(((", " OR ", "-", "日期:", "…", "＂", "../../PWNED", "~", "--help",
    "𠮷𪚥", "é", "e\u0301", "ß", "ﬃ", "Å", "가", "नि", "ا", "1️⃣",
)  # fmt: skip
ATOMS = (*_STEERING, *_HIDING, *_FLOODING, *_MEANING)

texts = st.lists(
    st.one_of(
        st.sampled_from(ATOMS),
        st.text(st.characters(codec="utf-8"), max_size=4),
        st.text(st.characters(min_codepoint=0, max_codepoint=0x9F), max_size=4),
        st.sampled_from(["普京", "会谈", "a", " "]),
    ),
    max_size=8,
).map("".join)
"""Any mixture of all of them."""


def mixed(random: Random, *, surrogates: bool = False) -> str:
    """Such a text by chance; ``surrogates``: with one, as of an argument that is no UTF-8."""
    parts = [random.choice(ATOMS) for _ in range(random.randint(1, 5))]
    parts += [random.choice(("普京", "会谈", "a", " ")) for _ in range(3)]
    # Any scalar at all, but most planes are empty.
    parts += [chr(random.choice((random.randrange(0x2FF), random.randrange(0x3400)))) for _ in "ab"]
    if surrogates:
        parts.append("\udc9b")
    random.shuffle(parts)
    return "".join(parts)
