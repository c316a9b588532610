"""Bytes being the same, chained and signed: canonical JSON and the hash chain of the audit trail."""
