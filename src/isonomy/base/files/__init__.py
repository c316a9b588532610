"""Where files are kept, each once under its digest, and what a file must pass before it is kept."""
