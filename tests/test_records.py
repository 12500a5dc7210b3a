"""Properties of every record of the package."""

from __future__ import annotations

from importlib import import_module

import msgspec
import pytest
from support.command import ROOT
from support.imports import module_names

from portfolio.model import snapshot

RECORDS = [
    value
    for name in module_names(ROOT / "portfolio")
    for value in vars(import_module(name)).values()
    if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == name
]


def test_there_are_records() -> None:
    assert len(RECORDS) > 100


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_frozen(record: type[msgspec.Struct]) -> None:
    assert record.__struct_config__.frozen


@pytest.mark.parametrize(
    "record",
    [each for each in RECORDS if each.__module__ == snapshot.__name__],
    ids=lambda each: each.__name__,
)
def test_a_part_of_the_snapshot_refuses_unknown_keys_and_leaves_out_defaults(
    record: type[msgspec.Struct],
) -> None:
    config = record.__struct_config__
    assert (config.forbid_unknown_fields, config.omit_defaults) == (True, True)
