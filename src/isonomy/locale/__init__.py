"""The interface in other languages: the words of each, and how it writes dates and figures."""
