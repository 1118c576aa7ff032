"""Synthetic persons as other sources would hold them: one file a form, each of which `trd import` reads."""
