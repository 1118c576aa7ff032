"""Names of treatments as bits, for all trials of one part of a cohort: the last in the alphabet has the lowest.

Of as many names as there are: where one whole number does not hold them they stand in a string of bits.
"""

from trd_registry.cohorts.settled.bits import WIDTH


def ranks(names: str, number: int) -> str:
    """Every name of a table with its own bit, and with the bits of all names below it.

    Args:
        names: The table, with each name once.
        number: How many there are.
    """
    if number <= WIDTH:
        mask, below = "1::UBIGINT << (rank - 1)", "(1::UBIGINT << (rank - 1)) - 1"
    else:
        mask = f"CAST(repeat('0', rank - 1) || '1' || repeat('0', {number} - rank) AS BIT)"
        below = f"CAST(repeat('1', rank - 1) || repeat('0', {number} - rank + 1) AS BIT)"
    ranked = f"SELECT name, row_number() OVER (ORDER BY name DESC) AS rank FROM {names}"
    return f"SELECT name, {mask} AS names_mask, {below} AS below FROM ({ranked})"


def with_masks(table: str) -> str:
    """What treatments mean, with the bits of their names; ``below`` where there is but one name.

    ``belows`` has the same for each name, where a trial may be of one of several.
    """
    of_names = "FROM ranks WHERE list_contains(treatments, name)"
    return (
        f"SELECT *, (SELECT bit_or(names_mask) {of_names}) AS names_mask, "
        f"CASE WHEN len(treatments) = 1 THEN (SELECT any_value(below) {of_names}) END AS below, "
        f"CASE WHEN len(treatments) > 1 THEN (SELECT list(below) {of_names}) END AS belows FROM {table}"
    )


#: A treatment that stands for two agents.
TOLD_IN_TWO_WAYS = "SELECT treatments FROM {table} GROUP BY treatments HAVING count(DISTINCT agent) > 1 LIMIT 1"
