"""One search: what a text means in a release, and what answers it, in which order.

``web/src/search`` is the same in JavaScript, for pages without a server; ``tests/search`` compares the two.
"""
