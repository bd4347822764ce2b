"""Tables of text miners and databases as findings in JSON Lines: read, mapped, told in a report.

``mapping`` says which column is what, ``tables`` reads rows, ``rows`` makes a finding of one, ``run`` goes through all.
"""
