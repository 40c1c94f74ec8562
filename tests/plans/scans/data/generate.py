"""Writes scans.csv: the 344 patients of Altman & Bland (BMJ 1994;308:1552), 231 with an abnormal liver scan and abnormal pathology,
32 with an abnormal scan only, 27 with abnormal pathology only and 54 with neither; and 15 made-up ones of whom the scan (10) or the
pathology (5) is not known. The hospitals are made up too."""

CELLS = [
    ("abnormal", "abnormal", 131, 100),
    ("abnormal", "normal", 12, 20),
    ("normal", "abnormal", 17, 10),
    ("normal", "normal", 34, 20),
    ("", "abnormal", 4, 2),
    ("", "normal", 1, 3),
    ("abnormal", "", 1, 2),
    ("normal", "", 2, 0),
]

rows = []
for scan, pathology, north, south in CELLS:
    rows += [("north", scan, pathology)] * north + [("south", scan, pathology)] * south
with open("scans.csv", "w") as file:
    file.write("id,hospital,scan,pathology\n")
    for number, (hospital, scan, pathology) in enumerate(rows, 1):
        file.write(f"P{number:03},{hospital},{scan},{pathology}\n")
