"""Sound files spoilt: a value, a key, a type, the nesting, or the bytes of a file changed into what nobody meant."""

import json
from copy import deepcopy
from typing import Any

import yaml
from hypothesis import strategies as st

#: What may come to stand anywhere in a document.
VALUES = (
    None, True, False, 0, -1, 1e308, 10**16, 0.1, "", " ", "\n", "x\n", "nan", "NaN", "1e400", "no", "yes", "12",
    "2019-02-30", "2019-13", "0000", "9999-12-31", "2019-01-01\n", "١٢", "²", "\u2028",
    "e\u0301", "\U0001f9e0", "#", "a" * 3000,
    "[", "{reading: x}", "../../etc", "/dev/null", "antidepressant", "sertraline", "all", [], {}, [[]], [{}], [None],
    {"at_least": 3, "at_most": 1}, {"reading": "nowhere"}, {"any": []}, {"all": [{"not": {"any": []}}]}, {"": ""},
    {"at_least": "9" * 30}, {"count": "nowhere", "at_least": 1}, {"x" * 300: 1},
)  # fmt: skip

#: What may come to stand anywhere in the text of a file, as YAML or as anything else.
TEXTS = (
    b"\0", b"\xef\xbb\xbf", b"\xff", b"\r\n", b"\r", b"\t", b"\xc2\x85", b"\xe2\x80\xa8",
    b"&a ", b"*a", b"<<: *a", b"!!python/object:os.system ",
    b"!!binary ", b"!!timestamp ", b"? ", b"---\n", b"...\n", b"%YAML 1.1\n", b"|+2\n", b">-\n", b"'", b'"', b"`", b"@",
    b"{", b"}", b"[", b"]", b": ", b"- ", b"1e400", b"-.inf", b".NaN", b"0x1F", b"0o17", b"1_000", b"12:30:45",
    b"9" * 400, b"\\ud800", b"\\u0000", b"\xed\xa0\x80", b"=1+1", b";", b",", b"|", b"\n\n", b"A" * 5000, b"2019-02-30",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(inner, (*path, key))
    return found


def _spoil(document: Any, path: tuple[Any, ...], how: str, value: Any) -> None:
    holder = document
    for step in path[:-1]:
        if not isinstance(holder, dict | list):
            return
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return
    key = path[-1]
    if not isinstance(holder, dict | list) or (isinstance(holder, dict) and key not in holder):
        return
    if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
        return
    match how:
        case "put":
            holder[key] = deepcopy(value)
        case "remove":
            del holder[key]
        case "wrap":
            holder[key] = [holder[key]]
        case "double" if isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
        case "rename" if isinstance(holder, dict):
            holder[f"{key}x" if value is None else str(value)[:60]] = holder.pop(key)
        case "text":
            holder[key] = str(holder[key])


@st.composite
def spoilt_documents(draw: st.DrawFn, seeds: tuple[bytes, ...], form: str) -> bytes:
    """A sound document of YAML or JSON with one to three parts changed."""
    data = draw(st.sampled_from(seeds))
    document = (
        json.loads(data)
        if form == "json"
        else yaml.load(data, Loader=yaml.CBaseLoader if form == "words" else yaml.CSafeLoader)
    )
    known = places(document)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(known))
        _spoil(
            document,
            path,
            draw(st.sampled_from(("put", "put", "remove", "wrap", "double", "rename", "text"))),
            draw(st.sampled_from(VALUES)),
        )
    if form == "json":
        return json.dumps(document).encode()
    # Width keeps long texts on one line; dates come back as the texts they were.
    return yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10_000, sort_keys=False).encode()


@st.composite
def spoilt_bytes(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A sound file with one to four places of its bytes changed, taken out, doubled or put elsewhere."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(1, 30))
        match draw(st.sampled_from(("put", "put", "change", "drop", "double", "move", "cut"))):
            case "put":
                data[at:at] = draw(st.sampled_from(TEXTS))
            case "change":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "drop":
                del data[at : at + length]
            case "double":
                data[at:at] = data[at : at + length]
            case "move":
                part = bytes(data[at : at + length])
                del data[at : at + length]
                to = draw(st.integers(0, len(data)))
                data[to:to] = part
            case "cut":
                del data[at:]
    return bytes(data)
