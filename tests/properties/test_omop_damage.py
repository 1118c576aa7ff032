"""Sources damaged by chance: an import ends, its counts add up, and the reader takes every row that was written."""

import csv
import json
from pathlib import Path
from random import Random

import pytest

from omop_tables import as_csv, made_up
from trd_registry.importing.importer import Importer, Judged
from trd_registry.importing.omop.importing import Choices, import_omop
from trd_registry.loading.registry import Registry

CELLS = (
    "", "0", "-1", "abc", "2016-02-30", "9999-12-31", "1.5", "NULL", "nan", "1e400", "12345678901234567890", "é", '"',
    "'; DROP", "2016-01-01", "19077463", "440383", "1", "7", "999999",
)  # fmt: skip

BYTES = b'",\n\xff\x00a9 '


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_source(seed: int, tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Importer, "judged", lambda *_: Judged((), {}))
    chance = Random(seed)
    rows = made_up().rows
    for table in list(rows):
        if table != "person" and chance.random() < 0.05:
            del rows[table]
            continue
        for row in rows[table]:
            for name in row:
                if chance.random() < 0.04:
                    row[name] = chance.choice(CELLS)
        if rows[table] and chance.random() < 0.3:
            rows[table].append(dict(chance.choice(rows[table])))
    source = as_csv(rows, tmp_path / "cdm")
    for path in sorted(source.iterdir()):
        data = bytearray(path.read_bytes())
        first = data.find(b"\n") + 1
        if chance.random() < 0.3 and len(data) > first:
            data[chance.randrange(first, len(data))] = chance.choice(BYTES)
            path.write_bytes(bytes(data))
    said: list[str] = []
    import_omop(tmp_path / "cohort", Choices(str(source)), registry, say=said.append)
    counts = json.loads((tmp_path / "cohort" / "source.json").read_text("utf-8"))["rows"]
    with (tmp_path / "cohort" / "rejects.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == sum(one["rejected"] for one in counts.values())
    for one in counts.values():
        assert one["read"] == one["used"] + one["set_aside"] + one["rejected"]
    assert [line for line in said if line.startswith("The reader refuses")] == []
