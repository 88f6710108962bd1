"""Domain values become printed legal paper, as PDF bytes.
May import domain, resources and reportlab; every text that a circular prescribes carries its legal basis.
One more form is one module and one line in ``catalogue.py``.
"""
