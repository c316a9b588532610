"""English, the language of the source: only how dates and figures are written."""
