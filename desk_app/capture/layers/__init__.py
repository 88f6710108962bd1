"""Layered pages (mixed raster content): sharp two-level inks over pictures and coloured paper."""
