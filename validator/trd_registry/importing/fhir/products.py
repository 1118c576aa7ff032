"""Which treatment the name of a product means: RxNorm's names with strength and form, brands, products of several."""

import re
from dataclasses import dataclass
from functools import lru_cache

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.drugs import Drugs as Names
from trd_registry.model.vocabulary import Vocabularies

#: Names of salts as they follow the name of a substance.
_SALTS = frozenset(
    {"hydrochloride", "hcl", "hydrobromide", "hbr", "maleate", "succinate", "mesylate", "mesilate", "sulfate",
     "sulphate", "sodium", "fumarate", "carbonate", "citrate", "oxalate", "tartrate", "pamoate", "phosphate"}
)  # fmt: skip

#: "24 HR", "12 HR": how long a product of RxNorm lasts.
_HOURS = re.compile(r"^[0-9.]+ HR ", re.IGNORECASE)
#: "(product)", "[Zoloft]": what SNOMED CT calls the kind of concept, and RxNorm the brand.
_TAG = re.compile(r"\s*(\([^()]*\)|\[[^\][]*\])\s*$")
_BRAND = re.compile(r"\[([^\][]+)\]\s*$")
_CONTAINING = re.compile(r"^product containing (only |precisely )?", re.IGNORECASE)
#: "naltrexone/bupropion": two names, and no two strengths.
_JOINED = re.compile(r"(?<=[a-z])/(?=[a-z])")
_SEVERAL = re.compile(r" / | and |\+")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means."""

    #: Empty where it is no treatment of the vocabulary.
    treatment: str = ""
    #: Why that cannot be told.
    refused: str = ""


class ProductNames:
    """Reads names of products."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._exact = Names(vocabularies, within_texts=False)
        self._wide = Names(vocabularies)
        self._mixed = load_concepts("combinations")
        self._local = load_concepts("local-forms")
        self.references = (self._mixed.reference, self._local.reference)
        self.find = lru_cache(maxsize=100_000)(self._find)

    def _find(self, name: str, *, is_official: bool = False) -> Named:
        """The treatment of a substance, a brand, or a product with strength and form.

        Args:
            name: The name.
            is_official: It stands beside a code of RxNorm: it is no slip of the pen for another name.
        """
        brand = _BRAND.search(name)
        written = _CONTAINING.sub("", name.strip())
        while _TAG.search(written):
            written = _TAG.sub("", written)
        if any(self._local.find("rxnorm-words", word) is not None for word in written.split()):
            return Named()
        joined = _JOINED.sub(" / ", before_amount(written))
        several = [one for one in _SEVERAL.split(joined if " / " in joined else written.strip("{} ")) if one.strip()]
        if len(several) > 1 and not self._drug(written):
            return self.mixture(several)
        whole = self._substance(written) or (self._substance(brand[1]) if brand else "")
        if whole:
            return Named(whole)
        wide = self._wide.by_name(written or name)
        return Named(wide.cells.get("treatment", ""), "" if is_official else wide.refused)

    def mixture(self, several: list[str]) -> Named:
        """The treatment that a product of several ingredients is, by the list of combinations."""
        substances = [self._substance(one) for one in several]
        if len(set(substances)) == 1 and substances[0]:
            return Named(substances[0])
        plain = sorted(one or without_salts(written) for one, written in zip(substances, several, strict=True))
        for entry in self._mixed.entries:
            if entry.code.casefold() == "+".join(plain):
                return Named(entry.means)
        if any(substances):
            which = next(one for one in substances if one)
            return Named(refused=f"A product of several ingredients, one of them {which}, is in no list.")
        return Named()

    def _drug(self, name: str) -> str:
        return self._exact.by_name(name).cells.get("treatment", "")

    def _substance(self, written: str) -> str:
        return self._drug(before_amount(written)) or self._drug(without_salts(written))


def before_amount(written: str) -> str:
    """The words before the first that begins with a digit, in small letters; how long a product lasts goes first."""
    words: list[str] = []
    for word in _HOURS.sub("", written.strip()).split():
        if word[0].isdigit():
            break
        words.append(word)
    return " ".join(words).casefold()


def without_salts(written: str) -> str:
    """The same without names of salts at its end."""
    words = before_amount(written).split()
    while len(words) > 1 and words[-1] in _SALTS:
        words.pop()
    return " ".join(words)
