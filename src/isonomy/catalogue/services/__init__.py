"""What changes in the catalogue: frameworks brought in, licensed texts, control attributes."""

from isonomy.catalogue.services.attributes import import_attributes, set_attributes
from isonomy.catalogue.services.framework import Preview, install_framework, preview_framework
from isonomy.catalogue.services.overlay import lay_down_text, take_text_away

__all__ = [
    "Preview",
    "import_attributes",
    "install_framework",
    "lay_down_text",
    "preview_framework",
    "set_attributes",
    "take_text_away",
]
