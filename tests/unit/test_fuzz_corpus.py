"""Any bytes become articles or a refusal; what a fuzzer once found stays right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import mutated
from tests.fuzz.targets import check, kept, seeds

POOL = list(seeds())


@pytest.mark.parametrize("data", POOL)
def test_good_input_of_every_form(data: bytes) -> None:
    check(data)


@pytest.mark.parametrize(("name", "data"), list(kept()))
def test_what_the_fuzzer_found(name: str, data: bytes) -> None:
    check(data)


@given(st.one_of(st.binary(max_size=400), mutated(POOL)))
def test_any_bytes(data: bytes) -> None:
    check(data)
