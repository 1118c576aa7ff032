"""The abbreviations by which kinds of treatment are known."""

from collections.abc import Mapping

ABBREVIATIONS: Mapping[str, str] = {
    "ect": "ECT",
    "tms": "TMS",
    "tdcs": "tDCS",
    "mst": "MST",
    "vns": "VNS",
    "dbs": "DBS",
}
