"""Citations: the paper, our encoding of it, and the registry, in the formats that reference managers read."""
