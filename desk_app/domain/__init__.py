"""Rules and words of the desk: dossiers, people, procedures, due dates, codes.

Standard library only; no clock, no files, no threads, nothing of ours outside this package.
One more rule is one module of functions on frozen values; one more fact that leaves the desk is a class in ``events.py``.
"""
