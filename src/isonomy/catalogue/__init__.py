"""The standards on the shelf: editions, requirements and how they relate across standards."""
