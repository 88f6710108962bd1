"""Quầy Một Cửa: the desktop program of a reception-and-return desk (Bộ phận Tiếp nhận và Trả kết quả).

The tree is in README.md; who may import whom is checked by the contracts in pyproject.toml.
"""

__version__ = "0.1.0"
