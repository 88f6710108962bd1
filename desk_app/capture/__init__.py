"""Light becomes pages and text: files, scanners, cameras, the page pipeline, barcodes.
Imports numpy, OpenCV, Pillow, zxing and pyzbar freely; of ours only domain.codes, domain.identity_card and the bottom layer; knows no dossier.
One more source of pages is one module and one line in ``sources.py``.
"""
