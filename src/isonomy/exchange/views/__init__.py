"""Pages of the exchange room."""

from isonomy.exchange.views.bringing import bring, columns
from isonomy.exchange.views.importing import errors, file, imports, show, take_step

__all__ = ["bring", "columns", "errors", "file", "imports", "show", "take_step"]
