"""Whether triples conform to the shapes."""
