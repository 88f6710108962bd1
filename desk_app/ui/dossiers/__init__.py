"""Hồ sơ: the list of all dossiers with search and filters, and one dossier in whole beside it.

The list knows rows only; opening a dossier is an act that the record keeps.
"""
