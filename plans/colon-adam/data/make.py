"""ADSL and ADTTE from the table `colon` of the R package survival. Python 3, no package; run in this folder: python3 make.py.

The table has no dates. Those of randomisation are made up here, one for each patient from its number, so that the data sets have
the form of ADaM: STARTDT and ADT. No time rests on them: AVAL is the time of the table, and ADT is STARTDT + AVAL.
"""

import csv
import datetime

FIRST = datetime.date(1984, 3, 1)
YES_NO = {"0": "N", "1": "Y"}
SEX = {"0": "F", "1": "M"}
DIFFER = {"1": "Well", "2": "Moderate", "3": "Poor", "": ""}
EXTENT = {"1": "Submucosa", "2": "Muscle", "3": "Serosa", "4": "Contiguous structures"}
SURG = {"0": "Short", "1": "Long"}

with open("../../colon/data/colon.csv", newline="") as file:
    table = list(csv.DictReader(file))
recurrence = {row["id"]: row for row in table if row["etype"] == "1"}
death = {row["id"]: row for row in table if row["etype"] == "2"}
assert len(recurrence) == len(death) == 929


def subject(number):
    # In the order of their texts these are in that of the numbers, so that sums come out to the last digit as from the table.
    return f"COLON-{number}"


def start(number):
    return FIRST + datetime.timedelta(days=int(number) * 373 % 1097)


def write(name, rows):
    with open(name, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def tte(number, code, name, time, censored, event):
    begin = start(number)
    return {
        "STUDYID": "COLON",
        "USUBJID": subject(number),
        "PARAMCD": code,
        "PARAM": name,
        "TRTP": death[number]["rx"],
        "STARTDT": begin.isoformat(),
        "ADT": (begin + datetime.timedelta(days=int(time))).isoformat(),
        "AVAL": time,
        "CNSR": censored,
        "EVNTDESC": event,
    }


numbers = sorted(death, key=int)
write(
    "adsl.csv",
    [
        {
            "STUDYID": "COLON",
            "USUBJID": subject(n),
            "TRT01P": death[n]["rx"],
            "ITTFL": "Y",
            "RANDDT": start(n).isoformat(),
            "AGE": death[n]["age"],
            "SEX": SEX[death[n]["sex"]],
            "OBSTRFL": YES_NO[death[n]["obstruct"]],
            "PERFORFL": YES_NO[death[n]["perfor"]],
            "ADHEREFL": YES_NO[death[n]["adhere"]],
            "NODES": death[n]["nodes"],
            "NODE4FL": YES_NO[death[n]["node4"]],
            "DIFFER": DIFFER[death[n]["differ"]],
            "EXTENT": EXTENT[death[n]["extent"]],
            "SURGGR1": SURG[death[n]["surg"]],
        }
        for n in numbers
    ],
)

adtte = []
for n in numbers:
    died, recurred = death[n]["status"] == "1", recurrence[n]["status"] == "1"
    last = "Death" if died else "Last contact"
    first = "Recurrence" if recurred else last
    time = recurrence[n]["time"]
    adtte.append(tte(n, "OS", "Overall survival (days)", death[n]["time"], 0 if died else 1, last))
    adtte.append(tte(n, "RFS", "Recurrence-free survival (days)", time, 0 if recurred or died else 1, first))
    adtte.append(tte(n, "TTR", "Time to recurrence (days)", time, 0 if recurred else 2 if died else 1, first))
write("adtte.csv", adtte)
