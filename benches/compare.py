"""Seconds of processor time that lifelines takes for the rows of a file written by the benchmark."""

import sys
import time

try:
    import lifelines
    import pandas
    from lifelines import AalenJohansenFitter, CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test
except ImportError:
    print("lifelines is not installed")
    sys.exit()

rows = pandas.read_csv(sys.argv[1])
event = rows["cause"] == 1
arms = [rows["group"] == 0, rows["group"] == 1]
columns = ["x0", "x1", "x2", "x3", "x4", "x5"]


def report(name, run, repeats=3):
    """The least time of a few runs."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    print(f"lifelines {name} {len(rows)} rows: {min(times):.3f} s", flush=True)
    return result


print("Python", sys.version.split()[0], "lifelines", lifelines.__version__, "pandas", pandas.__version__)
data = rows[columns].assign(time=rows["time"], event=event)
report("KaplanMeierFitter, both arms", lambda: [KaplanMeierFitter().fit(rows["time"][arm], event[arm]) for arm in arms])
first, second = arms
report("logrank_test", lambda: logrank_test(rows["time"][first], rows["time"][second], event[first], event[second]))
fitted = report("CoxPHFitter", lambda: CoxPHFitter().fit(data, "time", "event"), 1)
print("coefficients", " ".join(f"{value:.9f}" for value in fitted.params_))
# The robust variance takes minutes beyond this.
if len(rows) <= 100_000:
    report("CoxPHFitter (robust)", lambda: CoxPHFitter().fit(data, "time", "event", robust=True), 1)
if len(rows) <= 10_000:
    report("AalenJohansenFitter", lambda: AalenJohansenFitter(calculate_variance=False).fit(rows["time"], rows["cause"], 1), 1)
