"""A phone as the scanner: a one-time page on the office network that photographs, and the small server that takes the photos.

``reception`` decides what is taken and how far each photo is, whatever carries it; ``app`` speaks HTTP for it, ``server`` runs
that on one address of this machine; ``source`` makes pages of it. Nothing of a photo is written to disk here, and no name is kept.
"""
