"""What cannot be said to Spark is refused by name, never approximated."""

from trd_registry.cohorts.planning.refused import NotPlanned


class NotTranslated(NotPlanned):
    """A statement holds something that has no known counterpart in Spark; the message names it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"For Spark, {what}")
