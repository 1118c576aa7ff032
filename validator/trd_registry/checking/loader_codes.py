"""Codes that are given while a file is read, for the catalogue: the loaders themselves only name them."""

from dataclasses import dataclass

from trd_registry.checking.rule import Level

#: Code, message and remedy for a file that is none of the registry's kinds.
UNKNOWN_FILE = (
    "TRD209",
    "This is no definition, case file, vocabulary, history or cohort.",
    "Begin with `id`, `cases`, `vocabulary`, `history` or `cohort`, or put the file where its kind belongs.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue."""

    code: str
    title: str
    why: str
    remedy: str
    level: Level = "error"


PARSE = (
    Entry(
        "TRD101",
        "A file cannot be read",
        "It is a folder, it does not exist, or it may not be opened.",
        "Check the path and that you may read it.",
    ),
    Entry(
        "TRD102",
        "A file is too large",
        "Files come from strangers; one that is very large would stop everything else.",
        "Split it: one history or definition a file.",
    ),
    Entry(
        "TRD103",
        "A file is not UTF-8",
        "Names with accents would be read as other names.",
        "Save it as UTF-8.",
    ),
    Entry("TRD104", "A file is empty", "There is nothing to read.", "Start from an example."),
    Entry(
        "TRD105",
        "A file is not YAML",
        "What it says cannot be told.",
        "Check indentation, colons, quotes and brackets on that line.",
    ),
    Entry(
        "TRD106",
        "A key stands twice",
        "YAML keeps the last one and drops the first without a word.",
        "Keep one of them.",
    ),
    Entry(
        "TRD107",
        "An alias or anchor is used",
        "A few aliases can repeat a part millions of times, and a reader does not see what stands there.",
        "Write the part out.",
    ),
    Entry(
        "TRD108",
        "A tag asks for a type",
        "Tags can build arbitrary objects; numbers, truths and text need none.",
        "Remove it.",
    ),
    Entry(
        "TRD109",
        "A value is read differently by different programs",
        "`no` becomes false, `1.10` becomes 1.1 and `012` becomes ten.",
        "Write true or false or a plain number, or quote it.",
    ),
    Entry(
        "TRD110",
        "A file is nested too deeply or has too many parts",
        "No definition or history needs that, and reading it could take without end.",
        "Split or flatten it.",
    ),
    Entry("TRD111", "A file holds two documents", "Only the first would be read.", "Keep one document a file."),
    Entry("TRD112", "A merge key is used", "`<<` takes over keys that a reader does not see.", "Write the keys out."),
    Entry("TRD113", "A key is not a plain word", "Nothing could refer to it.", "Use a word followed by a colon."),
    Entry(
        "TRD114",
        "A value is empty",
        "What is left out is unknown; an empty value might be meant as none.",
        "Leave the whole line out where a fact is not known.",
    ),
)

SCHEMA = (
    Entry(
        "TRD201",
        "A key is not known",
        "It would be ignored, and a misspelt fact would count as unknown.",
        "Correct the spelling, or see the schema for the keys that may stand there.",
    ),
    Entry("TRD202", "A key is missing", "The file cannot be used without it.", "Add it."),
    Entry("TRD203", "A value has the wrong type", "Text is not a number and a list is not a mapping.", "Change it."),
    Entry("TRD204", "A value is not one of those allowed", "Nothing could compare it.", "Choose one of those listed."),
    Entry(
        "TRD205",
        "A value is not written in the right form",
        "Ids, versions, dates and doses have one form.",
        "Change it.",
    ),
    Entry("TRD206", "A number is too small or too large", "The fact cannot have that value.", "Check figure and unit."),
    Entry(
        "TRD207",
        "Keys do not belong together",
        "Each makes sense alone; together they do not.",
        "Keep those that go together.",
    ),
    Entry(
        "TRD208",
        "Something else is not as the schema asks",
        "A list or text is too short or too long, or a value stands twice.",
        "Change it.",
    ),
    Entry(
        UNKNOWN_FILE[0],
        "A file is none of the registry's kinds",
        "It would never be used.",
        UNKNOWN_FILE[2],
    ),
    Entry(
        "TRD210",
        "A part is still to be filled in",
        "A template leaves to its reader what only the publication can tell; until it is there, nothing can be run.",
        "Replace the words after FILL IN, and FILL IN itself, by what they ask for.",
    ),
)

HISTORY_REFERENCES = (
    Entry(
        "TRD301",
        "A history names a treatment that is not in the vocabulary",
        "Its class would not be known.",
        "Check the spelling; for a treatment that is not listed, state its class as well.",
    ),
    Entry("TRD302", "Two trials have the same id", "A reference would mean either of them.", "Give each its own."),
    Entry(
        "TRD303",
        "A trial augments one that does not exist",
        "Which treatment was augmented would not be known.",
        "Name another trial of the same history.",
    ),
    Entry(
        "TRD304", "A history names a scale that is not in the vocabulary", "The score could not be read.", "Check it."
    ),
    Entry(
        "TRD305",
        "A trial states another class or modality than the vocabulary, or than another trial of the same drug",
        "The two would be counted differently.",
        "Leave it out: the vocabulary knows it.",
    ),
    Entry("TRD306", "A history names a class that is not in the vocabulary", "Nothing could count it.", "Check it."),
    Entry(
        "TRD307",
        "A drug was dispensed that the complete list of trials does not hold",
        "A list that claims to leave nothing out would then prove that the drug was never tried.",
        "Take the kind out of `complete`, or list the trial.",
    ),
    Entry(
        "TRD308",
        "A history misspells a comorbid condition",
        "Names are free, so a slip of the pen would leave the condition unknown and say nothing.",
        "Correct the name.",
    ),
)

HISTORY_MEANING = (
    Entry(
        "TRD401", "A date is not a day of the calendar", "It cannot have happened.", "Write YYYY-MM-DD or less of it."
    ),
    Entry(
        "TRD402",
        "A date lies after as_of",
        "Nothing after the day on which the record stands can be recorded in it.",
        "Correct the date, or as_of.",
    ),
    Entry("TRD403", "Weeks do not agree with the dates", "One of them is wrong.", "Keep the one that is right."),
    Entry(
        "TRD428",
        "What is said of a trial or episode does not agree with its dates or with other facts",
        "A trial begun since the onset is of the current episode, one ended before it is not; what has ended is over.",
        "Correct the one that is wrong.",
    ),
    Entry(
        "TRD429",
        "An augmentation is told in two ways that do not agree",
        "Of role, augments, augmented and the list of trials, one says what another denies.",
        "Keep the one that is right.",
    ),
    Entry("TRD404", "Bounds hold no number", "The lower one is above the upper one.", "Exchange or correct them."),
    Entry("TRD405", "A score lies outside its scale", "Nobody can have it.", "Check the scale and the score."),
    Entry(
        "TRD406",
        "A figure and a judgement stand for the same thing",
        "A figure is compared with each definition's rule, a judgement stands for all of them.",
        "Keep one.",
    ),
    Entry(
        "TRD407", "A response does not agree with other facts", "One of them is wrong.", "Keep the one that is right."
    ),
    Entry(
        "TRD430",
        "An entry lies outside the span of its record",
        "Within its span a record is read as leaving nothing out, outside it nothing is known.",
        "Correct the date, or `from` and `to`.",
    ),
    Entry("TRD408", "A trial ends before it starts", "It cannot have happened.", "Exchange or correct the dates."),
    Entry(
        "TRD409",
        "A relapse is stated where there was no response",
        "Only a response that was reached can be lost.",
        "Give the best improvement reached, or another reason for stopping.",
    ),
)

CASES = (
    Entry("TRD604", "A case names a template that does not exist", "Its trial is not known.", "Write the template."),
)

LOADER_CODES = (*PARSE, *SCHEMA, *HISTORY_REFERENCES, *HISTORY_MEANING, *CASES)
