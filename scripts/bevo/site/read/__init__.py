"""From the graph to what the pages tell."""
