"""Tables that are made before a statement runs, each text once: what two definitions make alike is made once."""

from dataclasses import dataclass, field


@dataclass
class Tables:
    """Texts of queries with the names of the tables that hold what they give."""

    _names: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, query: str) -> str:
        """The name of the table with what a query gives; it may look at tables that were added before."""
        return self._names.setdefault(query, f"{kind}_of_records_{len(self._names) + 1}")

    def made(self) -> tuple[tuple[str, str], ...]:
        """Names and queries, in the order in which the tables must be made."""
        return tuple((name, query) for query, name in self._names.items())
