"""Findings by the million."""
