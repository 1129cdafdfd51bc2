"""Fuzz intake: any bytes become articles or a refusal, never a crash, never a hang.

python -m tests.fuzz [--minutes 10]

Uses atheris (coverage-guided; ``pip install atheris``) where it is installed, else hypothesis.
What fails is written into ``tests/fuzz/corpus`` for the unit tests to replay.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CORPUS, check, kept, seeds

SLOW = 10
"""Seconds after which one input counts as a hang; the largest the fuzzer makes is 64 KiB."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--hypothesis", action="store_true", help="even where atheris is there")
    given_ = parser.parse_args()
    CORPUS.mkdir(exist_ok=True)
    try:
        import atheris  # noqa: F401
    except ImportError:
        given_.hypothesis = True
    if given_.hypothesis:
        with_hypothesis(given_.minutes)
    else:
        with_atheris(given_.minutes)


def keep(data: bytes) -> None:
    """Put a failing input into the corpus."""
    path = CORPUS / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    print(f"kept as {path.name}: {data[:60]!r}", file=sys.stderr)


def with_atheris(minutes: float) -> None:
    import atheris

    # Read again, with their branches counted.
    for name in [n for n in sys.modules if n.split(".")[0] == "store" or n.endswith("targets")]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["store"]):
        targets = import_module("tests.fuzz.targets")

    def one(data: bytes) -> None:
        try:
            targets.check(data)
        except Exception:
            keep(data)
            raise

    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate([*seeds(), *(data for _, data in kept())]):
            Path(folder, str(number)).write_bytes(data)
        flags = [
            f"-max_total_time={int(minutes * 60)}",
            f"-timeout={SLOW}",
            "-max_len=65536",
            f"-artifact_prefix={CORPUS}/",
            "-rss_limit_mb=4096",
        ]
        atheris.Setup([sys.argv[0], folder, *flags], one)
        atheris.Fuzz()


def with_hypothesis(minutes: float) -> None:
    """Mutations of good inputs: a piece cut out, doubled, put elsewhere, or made of anything."""
    pool = [*seeds(), *(data for _, data in kept())]
    until = time.monotonic() + minutes * 60
    run = 0

    @settings(
        max_examples=2000,
        deadline=timedelta(seconds=SLOW),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated(pool))
    def one(data: bytes) -> None:
        if time.monotonic() > until:
            return
        try:
            check(data)
        except Exception:
            keep(data)
            raise

    while time.monotonic() < until:
        one()
        run += 1
    print(f"{run} rounds of up to 2,000 inputs, nothing found")


@st.composite
def mutated(draw: st.DrawFn, pool: list[bytes]) -> bytes:
    data = draw(st.sampled_from(pool))
    for _ in range(draw(st.integers(0, 6))):
        low = draw(st.integers(0, len(data)))
        high = draw(st.integers(low, len(data)))
        other = draw(st.sampled_from(pool))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.just(data[low:high] * draw(st.integers(2, 40))),
                st.binary(max_size=40),
                st.just(other[low:high]),
                st.sampled_from(SIGNS),
            )
        )
        data = (data[:low] + piece + data[high:])[:65536]
    return data


SIGNS = tuple(
    sign.encode()
    for sign in (
        "<", ">", "<div>" * 200, "</p>", "<!--", "-->", "&#27;", "&amp;" * 50, "]]>", "<![CDATA[",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "\x1b[31m", "\u202e", "\ufeff", "\u3000", "（图）", "【",
        "】", "记者", "来源：", "2024年", "民國", "昨天", "3小时前", "{", "}" * 50,
        "[" * 500, '"', "\\u0000",
        "---\n", "# ", "> " * 300, "*" * 300, "`" * 100, "[a](b)" * 50, "\n" * 100, "\x00", "&nbsp",
        "<table><tr><td>", "<a href='javascript:x'>", "{{}}", "1e999", "9" * 400,
    )
)  # fmt: skip

if __name__ == "__main__":
    main()
