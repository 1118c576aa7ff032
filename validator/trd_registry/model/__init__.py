"""Plain typed data: histories, definitions as rule trees, vocabularies, intervals and three-valued truth."""
