"""A public name of the package as plain data for a page: signature with types, docstring, fields and members."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from textwrap import dedent
from typing import Any

_MODULES = re.compile(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")
_FORWARD = re.compile(r"'([A-Z]\w*(?: \| None)?)'")
_OPTIONAL = re.compile(r"Optional\[(Literal\[[^\]]*\])\]")
_SECTION = re.compile(r"(Args|Returns|Raises|Attributes):")
_TERM = re.compile(r"(\w+): (.*)", re.DOTALL)
_CODE = re.compile(r"``(.+?)``|`(.+?)`")


def described(name: str, what: Any) -> dict[str, Any]:
    """Name, sort (function, class or error), signature, docstring in blocks, and the members of a class."""
    is_class = inspect.isclass(what)
    sort = "error" if is_class and issubclass(what, BaseException) else "class" if is_class else "function"
    return {
        "name": name,
        "sort": sort,
        # Nobody but the package itself raises an error or builds a result.
        "signature": signature(name, what) if sort == "function" else "",
        "says": blocks(inspect.getdoc(what) or ""),
        "members": list(_members(what)) if is_class else [],
    }


def signature(name: str, function: Any) -> str:
    """As one would write it, with short names of types: ``load_history(path: str | PathLike[str]) -> History``."""
    return f"{name}{_short(str(inspect.signature(inspect.unwrap(function))))}"


def blocks(text: str) -> list[dict[str, Any]]:
    """A docstring as paragraphs, pieces of code and lists of terms."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", text):
        head, _, rest = part.partition("\n")
        section = _SECTION.fullmatch(head.strip())
        if section is not None:
            found.append({"kind": "terms", "title": _TITLES[section[1]], "rows": list(_terms(dedent(rest)))})
        elif part.startswith("    "):
            found.append({"kind": "code", "text": dedent(part)})
        elif part.strip():
            found.append({"kind": "text", "parts": _parts(part)})
    return found


_TITLES = {"Args": "Takes", "Returns": "Gives", "Raises": "Errors", "Attributes": "Holds"}


def _terms(text: str) -> Iterator[dict[str, Any]]:
    """``name: what it is``, continued on indented lines; a section that names nothing is one row."""
    for entry in re.split(r"\n(?! )", text):
        match = _TERM.fullmatch(entry)
        yield {"term": match[1] if match else "", "parts": _parts(match[2] if match else entry)}


def _parts(text: str) -> list[dict[str, Any]]:
    """Words and code by turns."""
    pieces = _CODE.split(" ".join(text.split()))
    words = ({"code": False, "text": one} for one in pieces[::3])
    codes = ({"code": True, "text": one or other} for one, other in zip(pieces[1::3], pieces[2::3], strict=True))
    turns = [piece for pair in zip(words, [*codes, {"code": False, "text": ""}], strict=True) for piece in pair]
    return [piece for piece in turns if piece["text"]]


def _members(what: type) -> Iterator[dict[str, Any]]:
    """Public fields, properties and methods, in the order in which the class defines them."""
    if dataclasses.is_dataclass(what):
        comments = _field_comments(what)
        for one in dataclasses.fields(what):
            if one.repr and not one.name.startswith("_"):
                yield _member(one.name, f"{one.name}: {_type(one.type)}", comments.get(one.name, ""))
    for name, member in vars(what).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property | cached_property):
            found = member.fget if isinstance(member, property) else member.func
            returned = inspect.signature(found).return_annotation if found else Any
            yield _member(name, f"{name}: {_type(returned)}", inspect.getdoc(member) or "")
        elif inspect.isfunction(member) or isinstance(member, classmethod):
            yield _member(name, signature(name, getattr(what, name)).replace("(self, ", "(").replace("(self)", "()"),
                          inspect.getdoc(member) or "")  # fmt: skip


def _member(name: str, written: str, says: str) -> dict[str, Any]:
    return {"name": name, "written": written, "says": blocks(says)}


def _field_comments(what: type) -> dict[str, str]:
    """What ``#:`` comments say above each field."""
    text = dedent(inspect.getsource(what))
    lines = text.splitlines()
    found = {}
    body = ast.parse(text).body[0]
    assert isinstance(body, ast.ClassDef)
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            above = node.lineno - 2
            said: list[str] = []
            while above >= 0 and lines[above].lstrip().startswith("#:"):
                said.insert(0, lines[above].strip().removeprefix("#:"))
                above -= 1
            found[node.target.id] = " ".join(said).strip()
    return found


def _type(annotation: Any) -> str:
    return _short(annotation if isinstance(annotation, str) else inspect.formatannotation(annotation))


def _short(text: str) -> str:
    """Without the modules in which types live, and with forward references as the types they are."""
    return _FORWARD.sub(r"\1", _OPTIONAL.sub(r"\1 | None", _MODULES.sub("", text)))
