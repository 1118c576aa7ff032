"""Whether a source says of all its rows that their persons were made up by a program."""

#: The column of a flat file that says so.
MARK = "synthetic"

#: What the annotation of a field in a REDCap data dictionary holds, where the field says so.
ANNOTATION = f"trd:{MARK}"

#: How test data are labelled in FHIR (security labels of R4).
FHIR_SYSTEM, FHIR_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActReason", "HTEST"

#: What ``cdm_source_name`` of an OMOP source is, where `trd cohort simulate` made it. No other name is trusted to say
#: so: "synthetic" is also what a hospital calls the records of its patients without their names.
CDM_SOURCE = "Synthetic persons of trd cohort simulate"

_YES = ("true", "yes", "1")


class SyntheticMarks:
    """Counts rows that are marked, and those that are not.

    A source is synthetic where every row that can be read says so: one row of a patient among them makes it data of
    people.
    """

    def __init__(self) -> None:
        self.marked = self.unmarked = 0

    def add(self, value: object) -> None:
        """What a row says in the column of the mark."""
        if value is not None and str(value).strip().casefold() in _YES:
            self.marked += 1
        else:
            self.unmarked += 1

    @property
    def all(self) -> bool:
        """Whether there are rows and all of them are marked."""
        return self.marked > 0 and not self.unmarked

    def told(self) -> list[str]:
        """What to say where only some are marked."""
        if not self.marked or not self.unmarked:
            return []
        told = f"{self.marked:,} rows are marked as synthetic and {self.unmarked:,} are not"
        return [f"{told}: the cohort is not taken for synthetic."]


def mark_in(columns: tuple[str, ...]) -> str:
    """The column of the mark, as its header is written; empty where there is none."""
    return next((name for name in columns if name.strip().casefold() == MARK), "")


def is_test_data(meta: object) -> bool:
    """Whether the ``meta`` of a FHIR resource says that it is test data, by a label or a tag."""
    if not isinstance(meta, dict):
        return False
    labels = [one for name in ("security", "tag") if isinstance(meta.get(name), list) for one in meta[name]]
    return any(
        isinstance(one, dict) and one.get("system") == FHIR_SYSTEM and one.get("code") == FHIR_CODE for one in labels
    )
