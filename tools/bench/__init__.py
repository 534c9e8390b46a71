"""How fast the pages are over 100,000 units, 200,000 contacts and 1,000,000 visits, and why.

Every figure is a ratio to a bare Django view measured in the same run, on the same machine and
rows, so that it can be compared with another day's. Needs PostgreSQL. No test: nothing here fails.
"""
