"""The five small tools every rule is made of: workflow, verdict, citation, period, table."""
