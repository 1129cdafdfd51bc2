"""Makes ``store/actors/data/states.tsv``: the world's states, territories and their parts.

    python -m tests.tables.states TERRITORIES_JSONL > store/actors/data/states.tsv

Ids come from opensanctions/rigour's ``territories.jsonl`` (MIT), the three regions' names from
Unicode CLDR through babel (a tool for this script only), short and formal names from the
tables below, which are ours.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from store.folding import fold
from tests.tables.territories import PARTS, STATES

SOURCE = "territories.jsonl (opensanctions/rigour, MIT)"
HEADER = "id\tkind\tname\taliases\tenglish\tpinyin\trole\tsince\tuntil\tsource"
# Codes that are no place of today's news, or that another file holds as an organisation.
# A name repeated among the aliases with "?" needs context itself (多米尼克 is also a forename).
SKIPPED = {"eu", "un", "zz", "ip", "an", "cq", "dg", "ta", "um"}
_HAN = re.compile(r"[一-鿿][一-鿿·]*")


def main(path: Path) -> None:
    """Print the table for the territories in ``path``."""
    # babel is a tool of this script alone, so nothing else may need it.
    from babel import Locale

    names = [Locale.parse(tag).territories for tag in ("zh_Hans", "zh_Hant", "zh_Hant_HK")]
    regions = ("", "@tw", "@hk")
    rows = {r["code"]: r for r in map(json.loads, path.read_text("utf-8").splitlines())}
    print(HEADER)
    for code, row in sorted(rows.items()):
        hand = STATES.get(code, "")
        if code in SKIPPED or (len(code) != 2 and code not in PARTS):
            continue
        fields = (PARTS.get(code) or hand).split("|")
        han = [fold(table.get(code.upper(), "")) for table in names]
        name = fields[0] or han[0]
        if not name:
            continue
        aliases: dict[str, str] = {}
        for alias in fields[1:]:
            aliases.setdefault(alias.rstrip("?").partition("@")[0], alias)
        for form, region in zip(han, regions, strict=True):
            if _HAN.fullmatch(form):
                aliases.setdefault(form, form + region)
        english = row["name"].partition(" (")[0]
        if not aliases.get(name, "").endswith("?"):
            aliases.pop(name, None)
        print(row["qid"], "place", name, "|".join(aliases.values()), english, sep="\t", end="")
        print("\t\t\t\t\t" + SOURCE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
