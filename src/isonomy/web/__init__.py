"""The house as people meet it: settings, addresses, navigation, home and the API."""
