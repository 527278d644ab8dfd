"""Open data: every table of a release as files for people and machines.

`tables` holds what is published of a round, `files`, `encoding` and `workbook` make files of it,
`describing` the data package and the list of hashes; `pages/data.py` lists them all.
"""
