"""Random records with more than `gappy_records` has: doses, drugs nobody lists, many kinds of sessions, no record."""

from itertools import islice
from random import Random

from properties.gappy import Document
from properties.gappy_records import LAST, completed_record, day, gappy_record
from properties.loading import load
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

DOSES = ("20 mg/day", {"at_least": "10 mg/day"}, {"above": "5 mg/day", "below": "80 mg/day"})
SESSIONS = ("ect", "rtms", "cbt", "ect")
LATERALITIES = ("bilateral", "unilateral", ["bilateral", "mixed"])


def wild_histories(seed: str, number: int, vocabularies: Vocabularies) -> list[History]:
    """So many patients with nothing but a record, half of them with all that was open settled."""
    random = Random(seed)
    found = (load(wild_record(random), vocabularies) for _ in range(10 * number))
    return list(islice((one for one in found if one is not None), number))


def wild_record(random: Random) -> Document:
    """One of these, as the document of a history."""
    document = gappy_record(random)
    if random.random() < 0.5:
        document = completed_record(document, random, goes_on=random.random() < 0.5)
    if random.random() < 0.3:
        return document
    record = document["records"]
    for one in record["dispensings"]:
        _dispensed_otherwise(one, random)
    if random.random() < 0.3:
        for _ in range(random.randint(1, 6)):
            record["procedures"].append({"treatment": random.choice(SESSIONS), "date": day(random.randint(0, LAST))})
    for one in record["procedures"]:
        if random.random() < 0.5 and one["treatment"] == "ect":
            one["laterality"] = random.choice(LATERALITIES)
    if random.random() < 0.3:
        document["as_of"] = random.choice((day(LAST + 30), "2021", "2020-05"))
    if random.random() < 0.05:
        del document["records"]
    return document


def _dispensed_otherwise(one: Document, random: Random) -> None:
    if random.random() < 0.3:
        one["dose"] = random.choice(DOSES)
    if random.random() < 0.1:
        # The same drug is now and then described in another way, and such a person is not plain.
        one["treatment"] = random.choice(("newdrugine", "olddrugine"))
        one["class"] = ["ssri", "tca"] if random.random() < 0.9 else "second-generation-antipsychotic"
    if random.random() < 0.05:
        one["date"] = day(random.randint(0, 60))
