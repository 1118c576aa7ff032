"""Author lists as they are cited: family names with initials, bodies, and ``et al.``."""

import re
from dataclasses import dataclass

_ET_AL = re.compile(r"[,;]?\s*\bet\s+al\b\.?", re.IGNORECASE)
#: A family name of up to four words, then up to four initials: ``van der Berg JC``, ``Nemeroff CB Jr``.
_PERSON = re.compile(
    r"^(?P<family>\S+(?: \S+){0,3}) (?P<initials>[^\W\d_]{1,4}(?:-[^\W\d_])?)(?: (?P<suffix>Jr|Sr|2nd|3rd))?$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """One author: a person with initials, or a body whose name stands as it is."""

    family: str
    initials: str = ""
    suffix: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the name has a family part and initials."""
        return bool(self.initials)

    @property
    def dotted(self) -> str:
        """The initials as ``J. C.``; empty for a body."""
        return " ".join(f"{letter}." for letter in self.initials.replace("-", ""))

    @property
    def vancouver(self) -> str:
        """The name as ``Markowitz JC``."""
        return " ".join(part for part in (self.family, self.initials, self.suffix) if part)


def parse_names(authors: str) -> tuple[tuple[Name, ...], bool]:
    """The names in a list such as ``Markowitz JC, Wright JH, et al.``, and whether it goes on (``et al.``)."""
    listed, shortened = _ET_AL.subn("", " ".join(authors.split()))
    parts = [part.strip() for part in re.split(r"[,;]|(?<=[A-Z]) and (?=\S+ [A-Z]{1,3}$)", listed) if part.strip()]
    people = [_person(part) for part in parts]
    if any(person is not None for person in people):
        names = tuple(person or Name(part) for person, part in zip(people, parts, strict=True))
    else:
        # With no person in it the list is the name of a body, whose commas are its own.
        names = (Name(listed.strip(" .,;")),) if listed.strip(" .,;") else ()
    return names, shortened > 0


def _person(text: str) -> Name | None:
    found = _PERSON.match(text)
    if found is None or not found["initials"].isupper() or found["family"].isupper():
        return None
    return Name(found["family"], found["initials"], found["suffix"] or "")
