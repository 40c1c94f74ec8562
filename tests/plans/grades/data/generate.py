"""Writes patient.csv and lab.csv: made-up grades, of each patient that at baseline and those afterwards ("-" was not graded)."""

GRADES = {
    # patient: arm, status, at baseline, afterwards
    "N1": ("new", "good", "0", "01"),
    "N2": ("new", "good", "0", "020"),
    "N3": ("new", "fair", "0", "00"),
    "N4": ("new", "fair", "1", "-2"),
    "N5": ("new", "", "1", "10"),
    "N6": ("new", "poor", "-", "1"),
    "N7": ("new", "poor", "2", "-"),
    "N8": ("new", "good", "", ""),
    "O1": ("old", "good", "0", "0"),
    "O2": ("old", "fair", "0", "10"),
    "O3": ("old", "", "1", "1-"),
    "O4": ("old", "", "2", "12"),
    "O5": ("old", "poor", "2", "100"),
    "O6": ("old", "good", "0", ""),
}

with open("patient.csv", "w") as patients, open("lab.csv", "w") as lab:
    patients.write("id,arm,start_on,status\n")
    lab.write("patient,date,grade\n")
    for name, (arm, status, before, after) in GRADES.items():
        patients.write(f"{name},{arm},2021-03-01,{status}\n")
        for date, grades in (("2021-02-{:02}", before), ("2021-04-{:02}", after)):
            for day, grade in enumerate(grades, 20 if "02" in date[:8] else 1):
                lab.write(f"{name},{date.format(day)},{grade.replace('-', '')}\n")
