"""The command ``bevo``."""
