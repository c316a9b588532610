"""Gap analysis as rules: which questions are asked, what an answer means for each standard, what is open."""
