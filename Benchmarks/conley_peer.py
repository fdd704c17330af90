"""Conley standard errors by numpy and a k-d tree of scipy, on columns that a benchmark exported.

usage: conley_peer.py FOLDER KM; prints seconds and the standard error for each kind of place.
"""

import sys
import time

import numpy as np
from scipy.spatial import cKDTree

folder, cutoff = sys.argv[1], float(sys.argv[2])
names = ["y", "x", "z", "lat", "lon", "unit", "year", "moving_lat"]
columns = {name: np.fromfile(f"{folder}/{name}") for name in names}
unit, year = columns["unit"].astype(int), columns["year"].astype(int)
year -= year.min()


def demeaned(v):
    """Without unit and period means, of a balanced panel."""
    by = lambda codes: (np.bincount(codes, v) / np.bincount(codes))[codes]
    return v - by(unit) - by(year) + v.mean()


def conley(lat):
    n = len(lat)
    design = np.column_stack([demeaned(columns["x"]), demeaned(columns["z"])])
    y = demeaned(columns["y"])
    bread = np.linalg.inv(design.T @ design)
    scores = design * (y - design @ (bread @ (design.T @ y)))[:, None]
    phi, lam = np.radians(lat), np.radians(columns["lon"])
    points = np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
    meat = np.zeros((2, 2))
    for t in range(year.max() + 1):
        rows = year == t
        pairs = cKDTree(points[rows]).query_pairs(2 * np.sin(cutoff / 2 / 6371), output_type="ndarray")
        s = scores[rows]
        half = 0.5 * s.T @ s + s[pairs[:, 0]].T @ s[pairs[:, 1]]
        meat += half + half.T
    k = 2 + (unit.max() + 1) + (year.max() + 1) - 1
    return np.sqrt((n / (n - k) * bread @ meat @ bread)[0, 0])


for kind, name in (("staying", "lat"), ("moving", "moving_lat")):
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        error = conley(columns[name])
        seconds.append(time.perf_counter() - start)
    print(kind, f"{sorted(seconds)[1]:.4f}", repr(float(error)))
