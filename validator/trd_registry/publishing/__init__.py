"""The site: its pages and data files as a pure function of a registry. Writing them is left to mkdocs."""
