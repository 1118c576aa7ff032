"""How much FHIR data may ask of us: it comes from strangers, and a bundle is held in memory as a whole."""

#: Bytes of one JSON document, unpacked. A bundle of one patient's whole life has some megabytes; what is
#: larger than this is better exported as NDJSON, which is read line by line.
DOCUMENT_BYTES = 512_000_000

#: Bytes of one line of NDJSON: one resource, or one bundle.
LINE_BYTES = 64_000_000

#: Nested objects and lists. Resources have some twenty levels; questionnaires nest deeper.
DEPTH = 100

#: Entries of one bundle.
ENTRIES = 2_000_000

#: Bundles within bundles: a batch of searches has two levels.
BUNDLES = 3

#: Characters of an id, as the standard has it.
ID = 64

#: Characters of a code, a unit or a name of a drug; what is longer is no name.
NAME = 1_000
