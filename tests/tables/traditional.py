"""Makes store/data/traditional.txt: python -m tests.tables.traditional > store/data/traditional.txt

Every character of the basic plane that OpenCC's t2s, or else its hk2s, maps to another single
character there, and the radicals that some keyboards and PDFs give for characters.
"""

import unicodedata

import opencc

HEADER = """\
# Traditional and variant characters with their simplified forms, one pair a word.
# Made by tests/tables/traditional.py from OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0).
"""


def table() -> str:
    mainland, hong_kong = opencc.OpenCC("t2s").convert, opencc.OpenCC("hk2s").convert
    pairs = []
    for block in (range(0x2F00, 0x2FD6), range(0x3400, 0xA000), range(0xF900, 0xFB00)):
        for point in block:
            char = unicodedata.normalize("NFKC", chr(point)) if point < 0x3000 else chr(point)
            simple = mainland(char)
            if simple == char:
                simple = hong_kong(char)
            if len(simple) == 1 and simple != chr(point) and ord(simple) < 0x10000:
                pairs.append(chr(point) + simple)
    lines = (" ".join(pairs[at : at + 24]) for at in range(0, len(pairs), 24))
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")
