"""The pages and their tables."""
