"""Printed legal paper: domain values in, the bytes of a PDF out; one module per form.

Imports domain, clock and resources of ours, reportlab and segno of others; knows no store, no printer and no Qt.
One more form is one module with a ``render`` function and one line in ``catalogue.REGISTRY``.
"""
