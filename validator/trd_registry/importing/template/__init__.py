"""An Excel workbook to be filled in, which `trd import trials` reads back."""
