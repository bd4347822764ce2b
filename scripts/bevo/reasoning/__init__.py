"""What follows from triples, and why."""
