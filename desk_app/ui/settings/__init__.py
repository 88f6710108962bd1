"""Cài đặt: what this desk is, how it prints, its people, its catalogue, its safety.

Each section is one module; which of them somebody sees follows from the role. Nothing has to be saved by hand.
"""
