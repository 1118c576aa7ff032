"""Whatever is handed in as a receipt, it is read or refused with its place; nothing else happens."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trd_registry.receipts.differences import first_difference
from trd_registry.receipts.reading import UnreadableReceipt, read_receipt

keys = st.sampled_from(
    ["history", "definition", "version", "digest", "readings", "vocabularies", "input", "engine", "x"]
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("1.0.0")
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6))


@given(values)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_read_or_refused(tmp_path: Path, value: object) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    try:
        assert read_receipt(path)
    except UnreadableReceipt as error:
        assert str(path) in error.message


@given(st.binary(max_size=200))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "receipt.json"
    path.write_bytes(data)
    try:
        assert read_receipt(path)
    except UnreadableReceipt as error:
        assert str(path) in error.message


@given(values, values)
def test_values_differ_somewhere_unless_they_are_the_same_text(left: object, right: object) -> None:
    """NaN does not come from a receipt; 1 and 1.0 are the same number."""
    one, other = json.dumps(left, sort_keys=True), json.dumps(right, sort_keys=True)
    if one == other and "NaN" not in one:
        assert first_difference(json.loads(one), json.loads(other)) is None
    if first_difference(left, right) is None:
        assert left == right
