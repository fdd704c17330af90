"""Times pyfixest on the columns that `panelpress-benchmarks estimator` exported.

usage: pyfixest_estimator.py FOLDER DESIGN REPETITIONS
Prints: backend seconds b1 … b5 se1 … se5, one line for each backend that finishes.
"""
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf

warnings.filterwarnings("ignore")
folder, design, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3])
columns = {name: np.fromfile(f"{folder}/{name}") for name in ["y", "x1", "x2", "x3", "x4", "x5"]}
columns |= {name: np.fromfile(f"{folder}/{name}", dtype=np.int32) for name in ["a", "b"]}
data = pd.DataFrame(columns)
# Alternating projections take minutes on badly connected designs, and then give up.
backends = {"map-rust": pf.MapDemeaner()} if design == "plain" else {}
backends["within"] = pf.LsmrDemeaner(backend="within")
for name, demeaner in backends.items():
    seconds = []
    try:
        for _ in range(repetitions):
            start = time.perf_counter()
            fit = pf.feols(
                "y ~ x1 + x2 + x3 + x4 + x5 | a + b",
                data,
                vcov={"CRV1": "a"},
                demeaner=demeaner,
                copy_data=False,
                store_data=False,
                lean=True,
            )
            seconds.append(time.perf_counter() - start)
    except Exception as error:  # a backend that does not converge says so
        print(name, "failed:", str(error).splitlines()[0][:80], file=sys.stderr)
        continue
    seconds.sort()
    numbers = [*fit.coef(), *fit.se()]
    print(name, f"{seconds[len(seconds) // 2]:.4f}", *map(repr, map(float, numbers)), flush=True)
