"""Makes store/data/traditional.txt: python -m tests.tables.traditional > store/data/traditional.txt

Every character of the basic plane that OpenCC's t2s maps to another single character there.
"""

import opencc

HEADER = """\
# Traditional and variant characters with their simplified forms, one pair a word.
# Made by tests/tables/traditional.py from OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0).
"""


def table() -> str:
    convert = opencc.OpenCC("t2s").convert
    pairs = []
    for block in (range(0x3400, 0xA000), range(0xF900, 0xFB00)):
        for point in block:
            simple = convert(chr(point))
            if len(simple) == 1 and simple != chr(point) and ord(simple) < 0x10000:
                pairs.append(chr(point) + simple)
    lines = (" ".join(pairs[at : at + 24]) for at in range(0, len(pairs), 24))
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(table(), end="")
