"""German: words by `tools/language.py`, terms as agreed in docs/glossary-de.md."""
