"""Names of comorbid conditions that definitions ask for or records commonly hold; another name is allowed."""

from difflib import get_close_matches

#: A name that is nearly one of these, and is none, is taken for a slip of the pen.
NAMES = (
    "anxiety-disorder",
    "bipolar-disorder",
    "cognitive-disorder",
    "dementia",
    "eating-disorder",
    "obsessive-compulsive-disorder",
    "personality-disorder",
    "post-traumatic-stress-disorder",
    "psychotic-disorder",
    "rapid-cycling",
    "schizoaffective-disorder",
    "schizophrenia",
    "substance-use-disorder",
    "suicidal-intent",
    "untreated-substance-use-disorder",
)

#: Comorbid condition -> the wider one that it always is as well.
WIDER_CONDITIONS = {
    "schizophrenia": "psychotic-disorder",
    "schizoaffective-disorder": "psychotic-disorder",
    "dementia": "cognitive-disorder",
}

#: Share of letters in common from which two names differ by a slip; neurocognitive and cognitive disorder have 0.88.
_NEARLY = 0.9


def meant(name: str) -> str:
    """The known name of which this one is a misspelling; empty for a known name, and for one that is like none."""
    if name in NAMES:
        return ""
    return next(iter(get_close_matches(name, NAMES, n=1, cutoff=_NEARLY)), "")
