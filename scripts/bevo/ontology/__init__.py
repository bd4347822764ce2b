"""Terms and axioms: the tables and ``bevo.ttl``."""
