"""The analysis in files: a workbook that comes back unchanged, reports, OSCAL, and foreign tables."""
