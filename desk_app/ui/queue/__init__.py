"""Hàng đợi: what waits to reach the centre, why, and the repairs.

Green stands only where the centre has been proven to hold everything.
"""
