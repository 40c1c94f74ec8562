"""Patients made up so that some counts are small: 121, of whom 2 of the new drug did not consent.

Of those who consented 60 have the new drug and 59 the old one. Better: 36 and 24; cured: 34 and 22, each of whom is better;
bleeding: 3 and 12; pain: 2 and 7. Of the clinic `ship` are 3 and 1.
"""

import random

random.seed(20261128)
arms = {"new": (60, 36, 34, 3, 2, 3), "old": (59, 24, 22, 12, 7, 1)}
rows, number = [], 0
for drug, (n, better, cured, bleeding, pain, ship) in arms.items():
    places = list(range(n))
    bled = set(random.sample(places, bleeding))
    hurt = set(random.sample(places, pain))
    aboard = set(random.sample(places, ship))
    for i in places + (["refused", "refused"] if drug == "new" else []):
        number += 1
        k = 0 if i == "refused" else i
        yes = lambda x: "yes" if x else "no"
        time = int(random.expovariate(1 / (700 if drug == "new" else 450))) + 1
        end = random.randint(200, 1200)
        clinic = "ship" if i in aboard else random.choice(["north", "south"])
        rows.append([
            f"K{number:03d}", drug, yes(i != "refused"), random.choice("FFM"), clinic,
            f"{random.gauss(72, 12):.1f}", random.choice([0, 0, 1, 1, 2]), yes(k < better), yes(k < cured),
            yes(i in bled), yes(i in hurt), f"{random.uniform(20, 90):.2f}", min(time, end), int(time <= end),
        ])
head = "id,drug,consent,sex,clinic,weight_kg,grade,better,cured,bleeding,pain,score,time,status"
random.shuffle(rows)
with open("patient.csv", "w") as file:
    print(head, file=file)
    for row in rows:
        print(*row, sep=",", file=file)
