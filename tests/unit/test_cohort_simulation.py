"""A synthetic cohort follows the figures in its data file, is the same for the same seed, and says what it is."""

from collections import defaultdict
from math import sqrt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.simulating import figures as figures_room
from trd_registry.cohorts.simulating import writing
from trd_registry.cohorts.simulating.figures import Chance, Figures, load_figures
from trd_registry.cohorts.simulating.persons import Rows, person_rows
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.loading.document import Document
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies

MANY = 6000

#: A share lies within so many standard errors; with some forty comparisons, one in ten thousand seeds would fail.
ERRORS = 4.8


@pytest.fixture(scope="module")
def figures() -> Figures:
    return load_figures()


@pytest.fixture(scope="module")
def rows(figures: Figures) -> Rows:
    found: Rows = defaultdict(list)
    chance = Chance(20060111)
    for number in range(MANY):
        for table, its_rows in person_rows(f"s{number}", figures, chance).items():
            found[table] += its_rows
    return found


def near(happened: list[bool], share: float) -> None:
    number = len(happened)
    assert number >= 100
    assert abs(sum(happened) / number - share) <= ERRORS * sqrt(share * (1 - share) / number)


def of_step(rows: Rows, number: int) -> list[dict[str, Any]]:
    return [row for row in rows["trials"] if row["id"] == f"step-{number}"]


def is_remission(row: dict[str, Any]) -> bool:
    return row["response"] == "remission" if "response" in row else row["remission"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_remission_by_step_is_as_published(number: int, rows: Rows, figures: Figures) -> None:
    published = [0.368, 0.306, 0.137, 0.13][number - 1]
    assert figures.data["steps"][number - 1]["remission"]["share"] == published
    assert figures.data["steps"][number - 1]["remission"]["source"] == "rush-2006"
    assert figures.data["sources"]["rush-2006"]["doi"] == "10.1176/ajp.2006.163.11.1905"
    # Whether the record holds the outcome does not depend on it.
    near([is_remission(row) for row in of_step(rows, number) if "response" in row or "remission" in row], published)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_as_many_go_on_as_the_figures_say(number: int, rows: Rows, figures: Figures) -> None:
    step = figures.data["steps"][number - 1]
    went_on = {row["person"] for row in of_step(rows, number + 1)}
    here = [row["person"] in went_on for row in of_step(rows, number)]
    near(here, (1 - step["remission"]["share"]) * step["goes_on"]["share"])


def test_shares_of_persons_and_of_what_is_recorded_are_near_their_figures(rows: Rows, figures: Figures) -> None:
    persons, trials = rows["persons"], rows["trials"]
    near([row["sex"] == "female" for row in persons], figures["sex"]["one_of"]["female"])
    near([row["psychotic_features"] for row in persons], figures["psychotic"]["share"])
    treated = {row["person"] for row in trials if row["id"] == "psychotherapy"}
    near([row["person"] in treated for row in persons], figures["psychotherapy"]["share"])
    scored = {row["person"] for row in rows["measurements"]}
    near([row["person"] in scored for row in persons], figures["score_recorded"]["share"])
    drugs = of_step(rows, 1)
    near(["dose" in row for row in drugs], figures["dose_recorded"]["share"])
    near([row["dose"] >= 20 for row in drugs if "dose" in row], figures["enough_dose"]["share"])
    near(["adherent" in row for row in drugs], figures["adherence_recorded"]["share"])
    near([row["prospective"] for row in trials], figures["prospective"]["share"])
    for how, column in (("dates", "start"), ("weeks", "weeks"), ("at_least", "weeks_at_least")):
        near([column in row for row in drugs], figures["time_recorded"]["one_of"][how])


def test_ages_lie_in_their_ranges_as_often_as_they_should(rows: Rows, figures: Figures) -> None:
    for one in figures["age"]["within"]:
        near([one["from"] <= row["age"] <= one["to"] for row in rows["persons"]], one["share"])
    assert {row["age"] for row in rows["persons"]} == set(range(18, 76))


def test_every_figure_says_where_it_comes_from(figures: Figures) -> None:
    every = [*figures.data["figures"].values()]
    every += [one for step in figures.data["steps"] for name, one in step.items() if name != "treatments"]
    for one in every:
        assert one["why"] if one["evidence"] == "judgement" else one["source"] in figures.data["sources"]


def test_shares_that_do_not_come_to_one_are_refused(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    sex = {**figures["sex"], "one_of": {"female": 0.6, "male": 0.3}}
    data = {**figures.data, "figures": {**figures.data["figures"], "sex": sex}}
    monkeypatch.setattr(figures_room, "read_yaml", lambda path: Document("figures", data))
    with pytest.raises(InvalidInput, match=r"come to 0\.9"):
        load_figures()


def test_the_reader_of_cohorts_uses_every_row(tmp_path: Path, figures: Figures, vocabularies: Vocabularies) -> None:
    write_simulation(tmp_path / "made", 300, 7, figures, "1.2.3")
    cohort = Cohort(tmp_path / "made", vocabularies)
    assert len(list(cohort.persons())) == 300
    assert cohort.report.rejects == []
    assert not cohort.report.opened


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path, figures: Figures) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_simulation(tmp_path / name, 100, seed, figures, "1.2.3")
    one, two, three = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two", "three"))  # fmt: skip  # noqa: E501
    assert one == two
    assert one["trials.parquet"] != three["trials.parquet"]


def test_every_file_says_that_it_is_synthetic(tmp_path: Path, figures: Figures) -> None:
    write_simulation(tmp_path / "made", 20, 5, figures, "1.2.3")
    files = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert "persons.parquet" in files
    for name in files:
        if name.endswith(".parquet"):
            label = pq.read_schema(tmp_path / "made" / name).metadata
            assert (label[b"synthetic"], label[b"made_with.seed"]) == (b"true", b"5")
    data = read_yaml(tmp_path / "made" / "cohort.yaml").value
    assert data["synthetic"] is True
    assert data["made_with"]["persons"] == 20


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(RegistryError, match="is there already"):
        write_simulation(tmp_path / "there", 5, 1, figures, "")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_write_table", full)
    with pytest.raises(OSError, match="No space"):
        write_simulation(tmp_path / "new", 5, 1, figures, "")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
