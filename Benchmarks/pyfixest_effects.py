"""Times pyfixest's estimators of a staggered treatment on a file of `panelpress-benchmarks effects`.

usage: pyfixest_effects.py did2s|sun-abraham FILE
"""
import sys
import time
import warnings

import pandas as pd
import pyfixest as pf

warnings.filterwarnings("ignore")
method, file = sys.argv[1], sys.argv[2]
data = pd.read_csv(file)
for column in ["unit", "time", "cohort", "treated"]:
    data[column] = data[column].astype(int)
start = time.perf_counter()
if method == "did2s":
    fit = pf.did2s(
        data,
        yname="y",
        first_stage="~ 0 | unit + time",
        second_stage="~ treated",
        treatment="treated",
        cluster="unit",
    )
    shown = f"effect {float(fit.coef().iloc[-1]):.10f} ({float(fit.se().iloc[-1]):.10f})"
else:
    fit = pf.event_study(
        data,
        yname="y",
        idname="unit",
        tname="time",
        gname="cohort",
        estimator="saturated",
        att=False,
    )
    fit.aggregate(agg="period")
    shown = ""
seconds = time.perf_counter() - start
print(f"pyfixest {method:12} {len(data):8d} rows {seconds:9.3f}s  {shown}")
