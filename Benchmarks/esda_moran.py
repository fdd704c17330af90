"""Times permutations of Moran's I with esda.

usage: esda_moran.py global|local FOLDER PERMUTATIONS
The folder holds what `panelpress-benchmarks moran` wrote: values, and links as (i, j, weight).
Prints: seconds, statistic, mean and standard deviation over permutations; or seconds, statistic and p
of the first place.
"""
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
from esda import Moran, Moran_Local
from libpysal.weights import W

kind, folder, permutations = sys.argv[1], sys.argv[2], int(sys.argv[3])
values = np.loadtxt(f"{folder}/values.csv")
links = np.loadtxt(f"{folder}/links.csv", delimiter=",")
neighbours, weights = {i: [] for i in range(len(values))}, {i: [] for i in range(len(values))}
for i, j, w in links:
    neighbours[int(i)].append(int(j))
    weights[int(i)].append(w)
w = W(neighbours, weights, silence_warnings=True)
w.transform = "r"
seconds = []
for repetition in range(5):
    np.random.seed(42)
    start = time.perf_counter()
    if kind == "global":
        test = Moran(values, w, permutations=permutations)
    else:
        test = Moran_Local(values, w, permutations=permutations, n_jobs=1, seed=42)
    seconds.append(time.perf_counter() - start)
median = sorted(seconds)[len(seconds) // 2]
if kind == "global":
    print(median, test.I, test.EI_sim, test.seI_sim)
else:
    print(median, test.Is[0], test.p_sim[0])
