"""The exports of `hospital` read, checked and derived with pandas, as its users write it: `python3 benches/hospital.py FOLDER`.

Reading with types; keys, references, ranges and orders of dates; time zero, arm, examinations of the timepoints, sums of target
lesions for each reader with their change from baseline and from the smallest before, a response of each reader and of both. That is what
the plan `same_job` asks for, but for the reason of each value; it is less than the study's plan does.
"""

import resource
import sys
import time

try:
    import pandas as pd
except ImportError:
    sys.exit("SKIPPED: pandas is not installed; nothing was compared")


def read(folder):
    dates = {
        "patients": ["date_information", "date_opposition"],
        "treatments": ["date"],
        "exams": ["date"],
        "lesions": [],
        "followup": ["date_dernieres_nouvelles", "date_deces", "date_traitement_curatif", "date_nouvelle_ligne"],
        "pathology": ["date"],
        "adverse_events": ["date_debut", "date_fin"],
        "adjudication": [],
    }
    tables = {}
    for name, columns in dates.items():
        table = pd.read_csv(f"{folder}/{name}.csv", sep=";", decimal=",", encoding="windows-1252")
        for column in columns:
            table[column] = pd.to_datetime(table[column], format="%d/%m/%Y")
        tables[name] = table
    return tables


def check(t):
    assert not t["patients"]["patient_id"].duplicated().any()
    assert not t["exams"]["exam_id"].duplicated().any()
    assert not t["lesions"].duplicated(["exam_id", "lecteur", "lesion_no"]).any()
    for name in ["treatments", "exams", "followup", "pathology", "adverse_events"]:
        assert t[name]["patient_id"].isin(t["patients"]["patient_id"]).all()
    for name in ["lesions", "adjudication"]:
        assert t[name]["exam_id"].isin(t["exams"]["exam_id"]).all()
    assert t["lesions"]["diametre_mm"].dropna().between(0, 1000).all()
    assert (t["lesions"]["diametre_viable_mm"].fillna(0) <= t["lesions"]["diametre_mm"].fillna(0)).all()
    assert t["adverse_events"]["grade"].between(1, 5).all()
    end = t["followup"].set_index("patient_id")["date_dernieres_nouvelles"]
    for name, column in [("exams", "date"), ("treatments", "date"), ("adverse_events", "date_debut")]:
        assert (t[name][column] <= t[name]["patient_id"].map(end)).all()


def derive(t):
    given = t["treatments"]
    zero = given[given["traitement"] == "ATEZOLIZUMAB"].groupby("patient_id")["date"].min()
    sirt = given[given["traitement"] == "SIRT_Y90"].groupby("patient_id")["date"].min()
    patients = t["patients"].set_index("patient_id")
    patients["zero"], patients["sirt"] = zero, sirt
    patients["treated"] = (patients["sirt"] - patients["zero"]).dt.days.between(0, 120)
    exams = t["exams"].sort_values(["patient_id", "date", "exam_id"])
    exams["day"] = (exams["date"] - exams["patient_id"].map(zero)).dt.days
    for point, day in [("M3", 91), ("M6", 183), ("M12", 365)]:
        near = exams[exams["day"].between(day - 45, day + 45)].assign(far=lambda e: (e["day"] - day).abs())
        patients[point] = near.sort_values("far").groupby("patient_id")["exam_id"].first()
    lesions = t["lesions"].merge(exams[["exam_id", "patient_id", "date", "day"]], on="exam_id")
    target = lesions[lesions["role"] == "cible"]
    sums = target.groupby(["patient_id", "lecteur", "date", "exam_id", "day"], as_index=False)["diametre_mm"].sum()
    by = sums.groupby(["patient_id", "lecteur"])["diametre_mm"]
    sums["baseline"] = by.transform("first")
    sums["smallest"] = by.cummin().groupby([sums["patient_id"], sums["lecteur"]]).shift()
    new = lesions[lesions["role"] == "nouvelle"][["exam_id", "lecteur"]].drop_duplicates().assign(new=True)
    sums = sums.merge(new, on=["exam_id", "lecteur"], how="left")
    grown = (sums["diametre_mm"] >= 1.2 * sums["smallest"]) & (sums["diametre_mm"] - sums["smallest"] >= 5)
    sums["response"] = "SD"
    sums.loc[sums["diametre_mm"] <= 0.7 * sums["baseline"], "response"] = "PR"
    sums.loc[sums["diametre_mm"] == 0, "response"] = "CR"
    sums.loc[grown | sums["new"].eq(True), "response"] = "PD"
    after = sums[sums["day"] > 0]
    readers = after.pivot(index="exam_id", columns="lecteur", values="response")
    both = readers["R1"].where(readers["R1"] == readers["R2"], "NE")
    return patients, after, both


def main():
    begun, used = time.perf_counter(), time.process_time()
    tables = read(sys.argv[1])
    read_in, read_for = time.perf_counter() - begun, time.process_time() - used
    check(tables)
    patients, sums, both = derive(tables)
    passed, used = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  pandas {pd.__version__}: {len(patients)} patients; read {read_in:.2f} s, {read_for:.2f} s of processor time; "
          f"all {passed:.2f} s, {used:.2f} s of processor time, {peak:.0f} MB at most")
    answers = [f"{name} {n}" for name, n in sorted(sums["response"].value_counts().items())]
    print("  " + ", ".join(answers + [f"both {name} {n}" for name, n in sorted(both.value_counts().items())]))


main()
