"""Codes on paper: QR, barcodes and the bars of separator sheets, read for certain or not at all."""
