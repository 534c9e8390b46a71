"""The demonstration: the 2008 key-account campaign, entered through the services.

It lives in the topmost app because it uses every app below. Running it again changes nothing:
each step looks for what it would make.
"""
