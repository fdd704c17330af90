"""Times spreg and scipy on the columns that `panelpress-benchmarks spatial` exported.

usage: spatial_peers.py FOLDER CASE UNITS PERIODS
Prints: program seconds rho same|other, one line for each program; `same` says that the model is.
"""
import sys
import time
import warnings

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize_scalar
from scipy.sparse.linalg import splu

warnings.filterwarnings("ignore")
folder, case, n, periods = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
read = lambda name: np.fromfile(f"{folder}/{name}")
links = (read("weight"), (read("from").astype(int), read("to").astype(int)))
weights = sparse.csr_matrix(links, shape=(n, n))
# One column for each period.
panel = {name: read(name).reshape(n, periods) for name in ["y", "x1", "x2", "x3"]}


def timed(run, repetitions):
    seconds, value = [], None
    for _ in range(repetitions):
        start = time.perf_counter()
        value = run()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[len(seconds) // 2], value


def remaining(x):
    return (x - x.mean(0) - x.mean(1, keepdims=True) + x.mean()).ravel()


def sparse_lu():
    """rho and slopes by Lee and Yu's likelihood, determinants from sparse LU."""
    x = [panel[name] for name in ["x1", "x2", "x3"]]
    design = np.column_stack([remaining(c) for c in x] + [remaining(weights @ c) for c in x])
    outcome = np.column_stack([remaining(panel["y"]), remaining(weights @ panel["y"])])
    slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
    rest = outcome - design @ slopes
    square = rest.T @ rest
    identity = sparse.identity(n, format="csc")
    columns = weights.tocsc()
    count = (n - 1) * (periods - 1)

    def loss(rho):
        root = np.abs(splu(identity - rho * columns).U.diagonal())
        fit = square[0, 0] - 2 * rho * square[0, 1] + rho * rho * square[1, 1]
        return count / 2 * np.log(fit) - (periods - 1) * (np.log(root).sum() - np.log1p(-rho))

    rho = minimize_scalar(loss, bounds=(-0.99, 0.99), method="bounded", options={"xatol": 1e-8}).x
    return rho, slopes[:, 0] - rho * slopes[:, 1]


seconds, (rho, _) = timed(sparse_lu, 5)
print("scipy-lu", f"{seconds:.4f}", repr(float(rho)), "same", flush=True)

if n <= 500:
    import io
    from contextlib import redirect_stdout

    import libpysal
    import spreg

    w = libpysal.weights.WSP(weights).to_W()
    names = ["x1", "x2", "x3"]
    stacked = lambda x: x.T.reshape(-1, 1)
    y = stacked(panel["y"])
    x = np.hstack(
        [stacked(panel[c]) for c in names] + [stacked(weights @ panel[c]) for c in names]
    )

    def panel_lag():
        with redirect_stdout(io.StringIO()):
            return spreg.Panel_FE_Lag(y, x, w)

    seconds, model = timed(panel_lag, 5)
    print("spreg", f"{seconds:.4f}", repr(float(np.ravel(model.rho)[0])), "other", flush=True)
