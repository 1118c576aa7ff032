"""The present score of each person and scale: the latest within the days that whoever imports allows."""

from collections import defaultdict
from datetime import timedelta

from trd_registry.importing.fhir.days import instant_of, is_day
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.fhir.scores import Score
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.target import Target

_DAY = 10


class PresentScores:
    """Collects scores, and keeps those of the day on which the records stand, or shortly before."""

    def __init__(self, options: Options, target: Target) -> None:
        self._target = target
        self._last = options.day.isoformat()
        self._first = (options.day - timedelta(days=options.scores_within)).isoformat()
        self._found: dict[tuple[str, str], list[tuple[SourceRow, Score]]] = defaultdict(list)

    def offer(self, row: SourceRow, scores: list[Score]) -> None:
        """The scores of one resource; those that cannot be present are set aside at once."""
        for one in scores:
            day = one.moment[:_DAY]
            if not day:
                self._target.reject(row, "TRD202", "The day of the score is not stated.", "effective", lists=())
            elif not is_day(day):
                self._target.reject(row, "TRD205", f"{day} is no day.", "effective", lists=())
            elif not self._first <= day <= self._last:
                self._target.set_aside(row, "a score of another day than the present")
            else:
                self._found[row.person, one.scale].append((row, one))

    def settle(self) -> None:
        """Of several scores the latest is present; of those that differ at one moment, none."""
        for (_, scale), found in self._found.items():
            latest = max(_order(score) for _, score in found)
            newest = [(row, score) for row, score in found if _order(score) == latest]
            for row, score in found:
                if _order(score) != latest:
                    self._target.set_aside(row, "a score before the present one")
            if len({tuple(score.cells.items()) for _, score in newest}) > 1:
                for row, _ in newest:
                    told = f"Scores of {scale} differ at one time, {latest[0]}."
                    self._target.reject(row, "IMP4", told, "value", lists=())
                continue
            self._target.add(newest[0][0], "measurements", {"scale": scale, "at": "present", **newest[0][1].cells})
            for row, _ in newest[1:]:
                self._target.set_aside(row, "the same score as another of that time")


def _order(score: Score) -> tuple[str, float]:
    """Day and moment; of a day without a time of day nothing is known within it, so it stands at its beginning."""
    return score.moment[:_DAY], instant_of(score.moment) or 0.0
