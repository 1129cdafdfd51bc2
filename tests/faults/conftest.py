"""What the tests of faults share: the commands that change a store, and stores for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.kills import Work, works


@pytest.fixture(scope="package")
def all_works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Work]]:
    """Each of the five commands by its name."""
    with works(tmp_path_factory.mktemp("works")) as found:
        yield {work.name: work for work in found}
