"""Names for what rules refer to by id: treatments, classes, scales, tables, lists and the definition's own trials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trd_registry.english.bounds import listed
from trd_registry.model.vocabulary import Treatment, Vocabularies

#: Abbreviations that stay in capitals where an id is read out.
_CAPITALS = {"ect": "ECT", "tms": "TMS", "madrs": "MADRS", "cgi": "CGI", "ssri": "SSRI", "snri": "SNRI", "tca": "TCA"}


@dataclass(frozen=True)
class Lexicon:
    """Looks up names; without vocabularies an id is read out as it is."""

    vocabularies: Vocabularies = field(default_factory=Vocabularies)
    #: Trial set -> the title its definition gives it.
    sets: Mapping[str, str] = field(default_factory=dict)

    def treatment(self, name: str) -> str:
        """A treatment by its usual name."""
        entry = self.vocabularies.treatments.get(name)
        return _aside(_usual(entry)) if entry else plain(name)

    def treatment_class(self, name: str) -> str:
        """A class of treatments by its full name."""
        return _aside(self.vocabularies.class_names.get(name, plain(name)))

    def scale(self, name: str) -> str:
        """A rating scale by its full name and its id."""
        full = self.vocabularies.scale_names.get(name)
        return full or plain(name)

    def table(self, name: str) -> str:
        """A dose table by its title, in quotation marks."""
        entry = self.vocabularies.dose_tables.get(name)
        return quoted(entry.title if entry else plain(name.removeprefix("dose-table-")))

    def therapy_list(self, name: str) -> str:
        """A list of psychotherapies by its title, in quotation marks."""
        entry = self.vocabularies.therapy_lists.get(name)
        return quoted(entry.title if entry else plain(name))

    def severity_bands(self, name: str) -> list[str]:
        """A division of scores into degrees, one line for each scale it is for."""
        told = []
        for one in self.vocabularies.severity_bands.get(name, ()):
            degrees = (f"{plain(degree)} {low:g} to {high:g}" for degree, low, high in one.categories)
            told.append(f"{self.scale(one.scale)}: {', '.join(degrees)}")
        return told

    def bands_of(self, name: str) -> str:
        """The scales of a division into degrees and the title of its source: ``the MADRS ("Grade scores")``."""
        sets = self.vocabularies.severity_bands.get(name, ())
        if not sets:
            return f"the bands {quoted(plain(name))}"
        scales = listed(dict.fromkeys(f"the {short_scale(one.scale)}" for one in sets), "and")
        source = next((one.source for one in sets if one.source), plain(name))
        return f"{scales} ({quoted(source)})"

    def bands_source(self, name: str) -> str:
        """The title of the source of a division into degrees."""
        sets = self.vocabularies.severity_bands.get(name, ())
        return next((one.source for one in sets if one.source), plain(name))

    def trials(self, names: Iterable[str]) -> str:
        """Trial sets by their titles: ``trials counted as "failed drug"``."""
        return f"trials counted as {self.set_names(names)}"

    def set_names(self, names: Iterable[str], word: str = "or") -> str:
        """Trial sets by their titles alone."""
        return listed([quoted(self.sets.get(name, plain(name))) for name in names], word)


def short_scale(name: str) -> str:
    """A rating scale by its usual abbreviation: ``MADRS``, ``HAMD-17``."""
    return name.upper()


def score_in_words(scale: str, amount: str) -> str:
    """``a MADRS of at least 20``, ``an IDS-C-30 above 34``."""
    article = "an" if scale[:1] in "aeio" or scale == "sds" else "a"
    amount = amount.replace("more than", "above").replace("less than", "below")
    return f"{article} {short_scale(scale)} {amount if amount.startswith(('above', 'below')) else f'of {amount}'}"


def _usual(entry: Treatment) -> str:
    """The name; of a fixed combination with "psycholeptics" the one synonym that names both drugs."""
    if entry.name.endswith("psycholeptics"):
        both = [name for name in entry.names if " and " in name and not name.endswith("psycholeptics")]
        if len(both) == 1:
            return both[0]
    return entry.name


def _aside(name: str) -> str:
    """``selegiline (transdermal)`` for ``selegiline, transdermal``, so that names can stand in a list."""
    head, comma, rest = name.partition(", ")
    return f"{head} ({rest})" if comma else head


def condition_in_words(name: str) -> str:
    """A comorbid or recorded condition: ``Parkinson disease``."""
    return plain(name).replace("parkinson", "Parkinson")


def quoted(text: str) -> str:
    """The text in quotation marks."""
    return f'"{text}"'


def plain(name: str) -> str:
    """An id read out: hyphens and underscores as spaces, known abbreviations in capitals."""
    return " ".join(_CAPITALS.get(word, word) for word in name.replace("_", " ").replace("-", " ").split())
