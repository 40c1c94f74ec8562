"""Seconds that lifelines takes for the rows of a file written by the benchmark."""

import sys
import time

try:
    import pandas
    from lifelines import AalenJohansenFitter, CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test
except ImportError:
    sys.exit("lifelines is not installed")

rows = pandas.read_csv(sys.argv[1])
event = rows["cause"] == 1
first = rows["group"] == 0
columns = ["x0", "x1", "x2", "x3", "x4", "x5"]


def report(name, run):
    start = time.perf_counter()
    result = run()
    print(f"lifelines {name} {len(rows)} rows: {time.perf_counter() - start:.3f} s", flush=True)
    return result


data = rows[columns].assign(time=rows["time"], event=event)
report("KaplanMeierFitter", lambda: KaplanMeierFitter().fit(rows["time"][first], event[first]))
report("logrank_test", lambda: logrank_test(rows["time"][first], rows["time"][~first], event[first], event[~first]))
fitted = report("CoxPHFitter", lambda: CoxPHFitter().fit(data, "time", "event"))
print("coefficients", [f"{value:.9f}" for value in fitted.params_])
report("CoxPHFitter (robust)", lambda: CoxPHFitter().fit(data, "time", "event", robust=True))
if len(rows) <= 10_000:
    report("AalenJohansenFitter", lambda: AalenJohansenFitter(calculate_variance=False).fit(rows["time"], rows["cause"], 1))
