"""Times csdid or wildboottest on a panel that `panelpress-benchmarks` wrote.

usage: treatment_peers.py csdid|wildboottest FILE
"""
import contextlib
import io
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
peer, path = sys.argv[1], sys.argv[2]
data = pd.read_csv(path)


def median(work, repetitions=3):
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            value = work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[repetitions // 2], value


if peer == "csdid":
    from csdid.att_gt import ATTgt

    data = data.astype({"unit": int, "time": int, "cohort": int})
    for name, formula in [("plain", None), ("dr", "y ~ x")]:
        seconds, fit = median(
            lambda: ATTgt(
                yname="y", tname="time", idname="unit", gname="cohort", data=data,
                control_group=["nevertreated"], xformla=formula,
            ).fit(est_method="dr", bstrap=False)
        )
        with contextlib.redirect_stdout(io.StringIO()):
            overall = fit.aggte(typec="simple", bstrap=False, cband=False).atte
        print(f"  csdid {name} {seconds:.3f}s  {overall['overall_att']} {overall['overall_se']}")
else:
    import statsmodels.formula.api as smf
    from wildboottest.wildboottest import wildboottest

    for name, formula in [("pooled", "y ~ post + x"), ("effects", "y ~ post + x + C(unit) + C(time)")]:
        model = smf.ols(formula, data=data)
        seconds, table = median(
            lambda: wildboottest(
                model, B=9999, cluster=data["unit"], param="post", seed=1, show=False
            )
        )
        print(f"  wildboottest {name} {seconds:.3f}s  {table.to_dict('records')[0]}")
