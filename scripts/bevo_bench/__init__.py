"""``bevo bench``: every step beside its peers, on the same input, in the same run."""
