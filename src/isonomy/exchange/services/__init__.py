"""What people do with imports: bring a file in, choose its columns, try it, take it in, undo it."""

from isonomy.exchange.services.applying import apply_import, undo_import
from isonomy.exchange.services.bringing import bring_file
from isonomy.exchange.services.mapping import choose_columns

__all__ = ["apply_import", "bring_file", "choose_columns", "undo_import"]
