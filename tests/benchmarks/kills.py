"""Commands killed with SIGKILL in the middle: how many kills, and what was lost (nothing).

python -m tests.benchmarks.kills [--kills 200] [--only add fetch]

Two thirds of the kills are aimed, one at each of as many moments at which the command changes the
disk, spread over all of them; the others come at random times of the command's usual duration.
After each: the day files open in stock TinyDB, what was there and what was reported is there, the
doctor finds nothing that the next writer doesn't mend, the index heals to the very rows of a fresh
one, marks are kept, the lock is free, and the command run again ends where it would have.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from store.search import schema
from tests import begun
from tests.faults.aims import Kill
from tests.faults.kills import Tally, Work, kill, spread, works


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill commands in the middle.")
    parser.add_argument("--kills", type=int, default=200, help="of each command")
    parser.add_argument("--only", nargs="+", metavar="COMMAND", help="these commands alone")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    schema.open_to_write = begun.open_to_write
    chance = random.Random(options.seed)
    lost = 0
    print(f"{'command':<9}{'moments':>8}{'kills':>7}{'aimed':>7}{'timed':>7}", end="")
    print(f"{'mid-work':>10}{'losses':>8}{'seconds':>9}")
    with tempfile.TemporaryDirectory(prefix="wenren-kills-") as name, works(Path(name)) as found:
        for work in found:
            if options.only is None or work.name in options.only:
                lost += _kill(work, options.kills, chance, Path(name))
    sys.exit(bool(lost))


def _kill(work: Work, kills: int, chance: random.Random, folder: Path) -> int:
    done, tally = folder / f"done-{work.name}", Tally()
    begun_at = time.monotonic()
    moments = work.moments(done)
    usual = time.monotonic() - begun_at
    aimed = spread(moments, kills * 2 // 3)
    timed = [Kill(after=chance.uniform(0, usual)) for _ in range(kills - len(aimed))]
    for some in (aimed, timed):
        kill(work, some, done, folder, tally)
    print(
        f"{work.name:<9}{moments:>8}{tally.kills:>7}{len(aimed):>7}{len(timed):>7}"
        f"{tally.middle:>10}{len(tally.losses):>8}{time.monotonic() - begun_at:>9.0f}",
        flush=True,
    )
    _tell(tally.losses)
    return len(tally.losses)


def _tell(losses: Sequence[str]) -> None:
    for loss in losses[:10]:
        print(f"  {loss}", file=sys.stderr)


if __name__ == "__main__":
    main()
