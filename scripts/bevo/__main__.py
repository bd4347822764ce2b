"""``python -m bevo``: the same as ``bevo``."""

from bevo.cli.main import app

app()
