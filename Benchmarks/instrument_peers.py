"""Times pyfixest and linearmodels on the columns that `panelpress-benchmarks instruments` exported.

usage: instrument_peers.py FOLDER
Prints: program model seconds b se, one line for each program and model.
"""
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf
from linearmodels.iv import IV2SLS

warnings.filterwarnings("ignore")
folder = sys.argv[1]
names = ["y", "x", "w1", "w2", "z1", "z2", "a", "b"]
data = pd.DataFrame({name: np.fromfile(f"{folder}/{name}") for name in names})
data["one"] = 1.0
data["a"] = data["a"].astype(int)
data["b"] = data["b"].astype(int)


def fixest(formula):
    fit = pf.feols(formula, data, vcov={"CRV1": "a"}, copy_data=False, store_data=False)
    return fit.coef()["x"], fit.se()["x"]


def linear():
    model = IV2SLS(data["y"], data[["one", "w1", "w2"]], data[["x"]], data[["z1", "z2"]])
    fit = model.fit(cov_type="clustered", clusters=data["a"], debiased=True)
    return fit.params["x"], fit.std_errors["x"]


for program, model, run in [
    ("pyfixest", "plain", lambda: fixest("y ~ w1 + w2 | x ~ z1 + z2")),
    ("linearmodels", "plain", linear),
    ("pyfixest", "effects", lambda: fixest("y ~ w1 + w2 | a + b | x ~ z1 + z2")),
]:
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        slope, error = run()
        seconds.append(time.perf_counter() - start)
    print(program, model, f"{sorted(seconds)[1]:.4f}", repr(float(slope)), repr(float(error)), flush=True)
