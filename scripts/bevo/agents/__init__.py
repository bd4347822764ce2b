"""What programs that act for people are given: the release as tools of the Model Context Protocol.

https://modelcontextprotocol.io
"""
