"""Gap analysis: requirement by requirement, what conforms, what proves it, and the plan that closes the rest."""
