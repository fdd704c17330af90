"""Times DoubleML's partially linear model with scikit-learn's random forests.

usage: doubleml_peer.py FILE TREES
The file is the one that `panelpress-benchmarks double-ml` wrote. Prints: seconds, effect, standard
error.
"""
import sys
import time
import warnings

import doubleml
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

warnings.filterwarnings("ignore")
path, trees = sys.argv[1], int(sys.argv[2])
data = pd.read_csv(path)
controls = [name for name in data.columns if name.startswith("x")]
np.random.seed(1)


def forest():
    return RandomForestRegressor(
        n_estimators=trees, min_samples_leaf=5, max_features=1 / 3, n_jobs=2, random_state=1
    )


start = time.perf_counter()
model = doubleml.DoubleMLPLR(
    doubleml.DoubleMLData(data, "y", "d", controls), forest(), forest(), n_folds=5
)
model.fit()
print(time.perf_counter() - start, float(model.coef[0]), float(model.se[0]))
