"""Whether a precise result lies inside a reported one."""

from collections.abc import Iterator

from trd_registry.evaluating.result import Result


def contradictions(reported: Result, precise: Result) -> Iterator[str]:
    """Every way in which the precise result falls outside the reported one; none if it is sound."""
    if reported.applicable is not None and reported.applicable is not precise.applicable:
        yield f"applicable {reported.applicable}, but precisely {precise.applicable}"
    if precise.applicable is False or reported.applicable is False:
        return
    if reported.verdict in ("met", "not_met") and precise.verdict != reported.verdict:
        yield f"verdict {reported.verdict}, but precisely {precise.verdict}"
    if reported.score is not None:
        assert precise.score is not None
        if precise.score.lower not in reported.score or precise.score.upper not in reported.score:
            yield f"score {reported.score}, but precisely {precise.score}"
    for name, told, true in (
        ("stages", reported.stages, precise.stages),
        ("bands", reported.bands, precise.bands),
    ):
        if told is not None and not set(true or ()) <= set(told):
            yield f"{name} {told}, but precisely {true}"
    for tier, held in (reported.tiers or {}).items():
        if held is not None and (precise.tiers or {})[tier] is not held:
            yield f"tier {tier} {held}, but precisely {(precise.tiers or {})[tier]}"
