"""The documents of a gap analysis: report, plan and Statement of Applicability, on paper and as files."""
