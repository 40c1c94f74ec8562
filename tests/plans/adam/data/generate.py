"""Made-up data in the form of ADaM: one file of patients, one of times and one of scores, parameters stacked in each.

Python 3, the standard library alone; the seed is fixed, so that it writes the same bytes whenever it is run:

    python3 generate.py

Sixty patients in three arms, visits at baseline, week 4 and week 12, two times and two scores. Flags are `Y` or blank, `CNSR`
is 0 of an event. Some visits are missed, some scores are not recorded, three patients were randomised and never treated.
"""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
ARMS = ["Placebo", "Low dose", "High dose"]
VISITS = [("Baseline", 0, 0), ("Week 4", 4, 28), ("Week 12", 12, 84)]
CUT_OFF = date(2023, 12, 31)


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    made = random.Random(20260728)
    patients, times, scores = [], [], []
    for number in range(1, 61):
        subject = f"ADM-{number:03}"
        arm = number % 3
        start = date(2021, 1, 4) + timedelta(days=made.randrange(0, 420))
        birth = date(start.year - made.randrange(45, 80), made.randrange(1, 13), made.randrange(1, 29))
        treated = number not in (7, 26, 51)
        patients.append(
            [
                "ADM", subject, ARMS[arm], "Y", "Y" if treated else "", birth.isoformat(), start.isoformat(),
                made.choice(["F", "M"]), round(made.gauss(27, 4), 1),
            ]
        )
        hazard = [1 / 420, 1 / 560, 1 / 760][arm]
        death = made.expovariate(hazard)
        progression = min(death, made.expovariate(2 * hazard))
        end = (CUT_OFF - start).days if made.random() < 0.8 else made.randrange(60, 400)
        for code, label, at in [("OS", "Overall survival", death), ("PFS", "Progression-free survival", progression)]:
            day = max(1, round(min(at, end)))
            censored = int(at > end)
            if code == "OS":
                followed = day
            times.append(["ADM", subject, code, label, day, censored, (start + timedelta(days=day)).isoformat()])
        if not treated:
            continue
        level = {"PAIN": made.gauss(6, 1.2), "FATIGUE": made.gauss(40, 9)}
        for label, week, day in VISITS:
            if week and made.random() < 0.1:
                continue
            on = start + timedelta(days=day + (made.randrange(-3, 4) if week else -made.randrange(0, 6)))
            for code in ["PAIN", "FATIGUE"]:
                effect = {"PAIN": 0.12, "FATIGUE": 0.7}[code] * week * (arm + 0.5) / 2
                value = max(0, level[code] - effect + made.gauss(0, 1.1 if code == "PAIN" else 5))
                value = min(10, round(value)) if code == "PAIN" else round(value, 1)
                if made.random() < 0.04:
                    value = ""
                # Nobody is seen after the last news.
                if on <= start + timedelta(days=followed):
                    scores.append(["ADM", subject, code, label, week, on.isoformat(), value, "" if week else "Y"])
    write("adsl.csv", ["STUDYID", "USUBJID", "TRT01P", "ITTFL", "SAFFL", "BRTHDT", "RANDDT", "SEX", "BMIBL"], patients)
    write("adtte.csv", ["STUDYID", "USUBJID", "PARAMCD", "PARAM", "AVAL", "CNSR", "ADT"], times)
    write("adqs.csv", ["STUDYID", "USUBJID", "PARAMCD", "AVISIT", "AVISITN", "ADT", "AVAL", "ABLFL"], scores)


if __name__ == "__main__":
    main()
