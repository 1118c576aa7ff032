"""How much a file may ask of us. Definitions and histories come from strangers."""

#: Bytes. The largest vocabulary of the registry has a tenth of this.
MAX_BYTES = 2_000_000

#: Nested mappings and lists. The deepest definition has a third of this.
MAX_DEPTH = 40

#: Mappings, lists and scalars together.
MAX_NODES = 100_000
