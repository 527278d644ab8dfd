"""Takes out of a reply what points to a person before it is published: names, addresses, numbers.

Redaction fails closed: what could not be cleaned, and seen to be clean afterwards, is withheld.
"""
