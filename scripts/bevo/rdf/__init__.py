"""RDF without our model: names, reading and writing, the embedded store."""
