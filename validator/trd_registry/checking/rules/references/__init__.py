"""Names that must lead somewhere."""
