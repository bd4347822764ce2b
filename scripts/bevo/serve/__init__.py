"""The server: the site, each of our IRIs in the format asked for, and a read-only SPARQL endpoint.

Queries run in processes of their own (:mod:`bevo.serve.worker`), for only a process can be stopped for certain;
they are forked from one that has read the graph (:mod:`bevo.serve.preloaded`).
"""
