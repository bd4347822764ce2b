"""From a record to RDF: names to terms, terms to triples, triples to words."""
