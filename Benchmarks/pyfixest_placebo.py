"""Times a loop that fits a model anew for each placebo treatment with pyfixest.

usage: pyfixest_placebo.py FOLDER REPLICATIONS
Columns are those that `panelpress-benchmarks placebo` exported. Placebos are mixed and restricted:
cohorts of the actual sizes get distinct dates of the actual range in random order, then random
units. Prints: seconds, the coefficient of the actual treatment, mean and sd of the placebos.
"""
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf

warnings.filterwarnings("ignore")
folder, replications = sys.argv[1], int(sys.argv[2])
names = ["y", "d", "x1", "x2", "x3", "x4", "x5", "unit", "time"]
data = pd.DataFrame({name: np.fromfile(f"{folder}/{name}") for name in names})
data["unit"], data["time"] = data["unit"].astype(int), data["time"].astype(int)
units, periods = data["unit"].to_numpy(), data["time"].to_numpy()
first = data[data.d == 1].groupby("unit")["time"].min()
dates, sizes = np.unique(first.to_numpy(), return_counts=True)
span = np.arange(dates.min(), dates.max() + 1)
everyone = np.unique(units)


def coefficient():
    return pf.feols(
        "y ~ d + x1 + x2 + x3 + x4 + x5 | unit + time",
        data,
        vcov="iid",
        copy_data=False,
        store_data=False,
        lean=True,
    ).coef()["d"]


actual = coefficient()
random = np.random.default_rng(1)
start = time.perf_counter()
placebos = []
for _ in range(replications):
    date = np.full(everyone.max() + 1, np.iinfo(int).max)
    chosen = random.permutation(everyone)[: sizes.sum()]
    date[chosen] = np.repeat(random.permutation(span)[: len(sizes)], sizes)
    data["d"] = (periods >= date[units]).astype(float)
    placebos.append(coefficient())
seconds = time.perf_counter() - start
print(f"{seconds:.4f} {actual!r} {np.mean(placebos)!r} {np.std(placebos, ddof=1)!r}".replace("np.float64(", "").replace(")", ""))
