"""Reads files: strict YAML, schema checks, histories, definitions, vocabularies, the registry as a whole."""
