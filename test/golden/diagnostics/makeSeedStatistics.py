"""Student's t, quantiles and paired tests as SciPy and NumPy compute them. /usr/bin/python3 test/golden/diagnostics/makeSeedStatistics.py"""
import json
import os

import numpy as np
from scipy import optimize, stats


def ppf(p, df):
    """SciPy's own t.ppf is good to 1e-8 only: the root of its distribution function is taken."""
    near = stats.t.ppf(p, df)
    return float(optimize.brentq(lambda t: stats.t.sf(t, df) - (1 - p), near - 1e-4 * abs(near), near + 1e-4 * abs(near), xtol=1e-15, rtol=1e-14))


random = np.random.RandomState(5)
quantiles = [[df, p, ppf(p, df)] for df in (1, 2, 3, 4, 5, 9, 19, 30, 31, 99, 999) for p in (0.975, 0.95, 0.995, 0.9995, 0.025, 0.6)]
tails = [[t, df, float(2 * stats.t.sf(abs(t), df))] for df in (1, 2, 4, 9, 40, 500) for t in (0.0, 0.1, -0.7, 1.0, 2.5, -6.0, 40.0)]

percentiles = []
for count in (1, 2, 3, 4, 5, 8, 13):
    values = random.randn(count) * 10.0 ** random.randint(-6, 4)
    percentiles.append({"values": values.tolist(), "percentiles": [float(np.percentile(values, q)) for q in (25, 50, 75, 10)]})

intervals = []
for count in (2, 3, 5, 10, 40):
    values = np.exp(random.randn(count))
    low, high = stats.t.interval(0.95, count - 1, loc=values.mean(), scale=stats.sem(values))
    intervals.append({"values": values.tolist(), "mean": float(values.mean()), "low": float(low), "high": float(high)})

paired = []
for count in (2, 3, 5, 12):
    reference = np.exp(random.randn(count))
    others = [(reference + shift + 0.3 * random.randn(count)).tolist() for shift in (0.0, 0.3, -1.0, 0.05)]
    tests = []
    for other in others:
        difference = np.array(other) - reference
        low, high = stats.t.interval(0.95, count - 1, loc=difference.mean(), scale=stats.sem(difference))
        tests.append({"mean": float(difference.mean()), "low": float(low), "high": float(high), "p": float(stats.ttest_rel(other, reference).pvalue)})
    # Holm (1979): the smallest p times m, the next times m - 1, ..., never falling.
    p = np.array([test["p"] for test in tests])
    order = np.argsort(p)
    steps = np.maximum.accumulate(np.minimum(1, p[order] * np.arange(len(p), 0, -1)))
    for index, value in zip(order, steps):
        tests[index]["holm"] = float(value)
    paired.append({"reference": reference.tolist(), "others": others, "tests": tests})

with open(os.path.join(os.path.dirname(__file__), "seedStatistics.json"), "w") as file:
    json.dump({"quantiles": quantiles, "tails": tails, "percentiles": percentiles, "intervals": intervals, "paired": paired}, file, indent=1)
    file.write("\n")
