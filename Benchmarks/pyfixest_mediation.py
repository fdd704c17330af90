"""Times a loop that fits both equations of a mediation anew for each bootstrap sample with pyfixest.

usage: pyfixest_mediation.py FILE REPLICATIONS
The file is the one that `panelpress-benchmarks mediation` wrote. Whole units are drawn with
replacement; a unit drawn twice gets two names. Prints: seconds, a, b, standard deviation and
percentiles of a b.
"""
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf

warnings.filterwarnings("ignore")
path, replications = sys.argv[1], int(sys.argv[2])
data = pd.read_csv(path)
data["unit"], data["time"] = data["unit"].astype(int), data["time"].astype(int)
controls = "w1 + w2 + w3 + w4 | unit + time"


def effects(sample):
    options = dict(vcov="iid", copy_data=False, store_data=False, lean=True)
    first = pf.feols(f"m ~ x + {controls}", sample, **options).coef()["x"]
    second = pf.feols(f"y ~ x + m + {controls}", sample, **options).coef()["m"]
    return first, second


a, b = effects(data)
rows = {unit: group.index.to_numpy() for unit, group in data.groupby("unit")}
names = np.array(list(rows))
random = np.random.default_rng(1)
start = time.perf_counter()
products = []
for _ in range(replications):
    drawn = random.choice(names, size=len(names))
    places = np.concatenate([rows[unit] for unit in drawn])
    sample = data.iloc[places].reset_index(drop=True)
    sample["unit"] = np.repeat(np.arange(len(drawn)), [len(rows[unit]) for unit in drawn])
    first, second = effects(sample)
    products.append(first * second)
seconds = time.perf_counter() - start
low, high = np.quantile(products, [0.025, 0.975])
print(*(float(x) for x in (seconds, a, b, np.std(products, ddof=1), low, high)))
