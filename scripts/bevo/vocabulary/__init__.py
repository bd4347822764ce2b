"""Names as people write them, and the public vocabularies that come with the product."""
