"""What every form of a synthetic cohort says of itself: that nobody in it exists, and how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass

from trd_registry.cohorts.simulating.figures import Figures

PROGRAM = "trd cohort simulate"


@dataclass(frozen=True, slots=True)
class Label:
    """How a synthetic cohort was made."""

    #: The version of the program; empty where it is not installed.
    version: str
    persons: int
    seed: int
    figures: Figures

    @property
    def made(self) -> Mapping[str, str | int]:
        """What makes the same bytes again."""
        return {
            "program": PROGRAM, "version": self.version, "persons": self.persons, "seed": self.seed,
            "parameters": self.figures.reference,
        }  # fmt: skip

    @property
    def title(self) -> str:
        """One line that names it."""
        return f"Synthetic cohort of {self.persons} persons: {self.figures.data['title']}"

    @property
    def source(self) -> str:
        """The command and the figures."""
        return f"{PROGRAM} -n {self.persons} --seed {self.seed}, from {self.figures.name}"

    @property
    def about(self) -> str:
        """Whom the persons stand for, and what must not be concluded from them."""
        return " ".join(str(self.figures.data["about"]).split())

    @property
    def text(self) -> str:
        """All of it, in lines to read."""
        lines = ("Synthetic: made by a program. No person in these data exists.", self.title, self.source, self.about)
        return "".join(f"{line}\n" for line in lines)
