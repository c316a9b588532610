"""Tags of the gap room's pages."""
