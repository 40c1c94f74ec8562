"""The response at 6 months by RECIST 1.1 in the matched pairs, read as the plan has it and read otherwise: a second
implementation, written from the rules of the study in words and from the CSV files alone (Python 3.11, standard library).
The pairs are those of the expected results.

    python3 tests/study/primary_read_otherwise.py plans/sirt-hcc/data/locked plans/sirt-hcc/expected/results.json

prints, 2026-11-28:

    primary pairs 32 both 8 first 10 second 3 neither 11
    not_held pairs 32 both 7 first 10 second 4 neither 11
    baseline_28 pairs 32 both 4 first 8 second 3 neither 17
    confirmed pairs 32 both 4 first 11 second 5 neither 12
"""
import csv, datetime as dt, json, sys
from decimal import Decimal as D
from collections import defaultdict
data, expected = sys.argv[1], sys.argv[2]
def rows(n):
    with open(f'{data}/{n}.csv', encoding='cp1252', newline='') as f: return list(csv.DictReader(f, delimiter=';'))
day = lambda t: dt.datetime.strptime(t, '%d/%m/%Y').date().toordinal() if t else None
num = lambda t: D(t.replace(',', '.')) if t else None
zero = {}
for r in rows('treatments'):
    if r['traitement'] == 'ATEZOLIZUMAB': zero[r['patient_id']] = min(zero.get(r['patient_id'], 10**9), day(r['date']))
exams = defaultdict(list)
for r in rows('exams'): exams[r['patient_id']].append((day(r['date']), r['exam_id'], r['qualite'] == 'evaluable'))
for e in exams.values(): e.sort()
lesions = defaultdict(list)
for r in rows('lesions'): lesions[r['exam_id'], r['lecteur']].append(r)
consensus = {(r['exam_id'], r['critere']): r['reponse'] for r in rows('adjudication')}
follow = {r['patient_id']: r for r in rows('followup')}

def size(r):
    if r is None or r['etat'] == 'non evaluable': return None
    if r['etat'] == 'disparue': return D(0)
    if r['etat'] == 'trop petite': return D(5)
    return num(r['diametre_mm'])
def back(r):   # after an overall complete response
    if r is None or r['etat'] in ('disparue', 'non evaluable'): return False
    return (num(r['diametre_mm']) or 0) >= 10 if r['ganglion'] == 'oui' else True
def target_back(r):
    if r is None: return False
    v = size(r)
    if r['ganglion'] == 'oui': return r['etat'] not in ('disparue', 'trop petite', 'non evaluable') and (num(r['diametre_mm']) or 0) >= 10
    return v is not None and v > 0

def reading(p, reader, base, hold):
    """Overall response at each examination after time zero."""
    out = {}
    after = [e for e in exams[p] if e[0] > zero[p]]
    if base is None: return {e[1]: 'NE' for e in after}
    start = {r['lesion_no']: r for r in lesions[base, reader]}
    targets = {n: r for n, r in start.items() if r['role'] == 'cible'}
    others = {n: r for n, r in start.items() if r['role'] == 'non-cible'}
    sizes = [size(r) for r in targets.values()]
    base_sum = sum(sizes) if None not in sizes else None
    nadir, held, had_cr = base_sum, False, False
    for _, e, ok in after:
        here = {r['lesion_no']: r for r in lesions[e, reader]}
        if not ok or not here: out[e] = 'NE'; continue
        tv = {n: size(here.get(n)) for n in targets}
        complete = None not in tv.values()
        total = sum(v for v in tv.values() if v is not None)
        grown = nadir is not None and total >= nadir * D('1.2') and total - nadir >= 5
        cleared = complete and all((v < 10 if targets[n]['ganglion'] == 'oui' else v == 0) for n, v in tv.items())
        if not targets: t = 'NA'
        elif had_cr and any(target_back(here.get(n)) for n in targets): t = 'PD'
        elif not complete: t = 'PD' if grown else 'NE'
        elif cleared: t = 'CR'
        elif grown: t = 'PD'
        elif (base_sum is not None and total <= base_sum * D('0.7')) or (hold and held): t = 'PR'
        elif base_sum is None: t = 'NE'
        else: t = 'SD'
        states = [here.get(n) for n in others]
        def resolved(r): return r is not None and (r['etat'] == 'disparue' or (r['ganglion'] == 'oui' and size(r) is not None and size(r) < 10))
        if not others: n_ = 'NA'
        elif any(r and r['etat'].startswith('progression') for r in states) or (had_cr and any(back(r) for r in states)): n_ = 'PD'
        elif all(resolved(r) for r in states): n_ = 'CR'
        elif any(r is None or r['etat'] == 'non evaluable' for r in states): n_ = 'NE'
        else: n_ = 'X'
        new = any(r['role'] == 'nouvelle' and r['etat'] not in ('disparue', 'non evaluable') for r in here.values())
        if t == 'PD' or n_ == 'PD' or new: o = 'PD'
        elif t == 'CR': o = 'CR' if n_ in ('CR', 'NA') else 'PR'
        elif t in ('PR', 'SD', 'NE'): o = t
        else: o = {'CR': 'CR', 'X': 'X', 'NE': 'NE', 'NA': 'NE'}[n_]
        out[e] = o
        held = False if t == 'PD' else held or t in ('PR', 'CR')
        had_cr = had_cr or o == 'CR'
        if targets and complete: nadir = total if nadir is None else min(nadir, total)
    return out

def confirmed(sequence, at, until):
    """Whether the response of sequence[at] belongs to one that an examination confirms: 28 days later at least, at most one that
    was not assessed between (those of the first 28 days counted), before the day `until`."""
    in_set = lambda i: sequence[i][2] in ('CR', 'PR')
    def confirming(i):
        skipped = 0
        for j in range(i + 1, len(sequence)):
            d, _, r = sequence[j]
            if d >= until or r == 'PD': return None
            if r == 'NE':
                skipped += 1
                if skipped > 1: return None
            elif d - sequence[i][0] >= 28: return j if in_set(j) else None
        return None
    for i in range(at + 1):
        j = confirming(i) if in_set(i) else None
        if j is not None and all(sequence[k][2] in ('CR', 'PR', 'NE') for k in range(min(j, at), at + 1)): return True
    return False

def responder(p, low, hold, confirm):
    z = zero[p]
    bases = [e for e in exams[p] if e[2] and low <= e[0] - z <= 0]
    base = bases[-1][1] if bases else None
    both = [reading(p, r, base, hold) for r in ('R1', 'R2')]
    sequence, unresolved = [], 0
    for d, e, _ in (x for x in exams[p] if x[0] > z):
        a, b = both[0][e], both[1][e]
        c = consensus.get((e, 'RECIST11'))
        c = 'X' if c and c.startswith('NON') else c
        if a != b and not c: unresolved += 1
        r = a if a == b else c or 'NE'
        sequence.append((d, e, r))
        if r == 'PD': break
    window = [e for e in exams[p] if 137 <= e[0] - z <= 228]
    pick = [e for e in window if e[2]] or window
    exam = min(pick, key=lambda e: (abs(e[0] - z - 183), e[0], e[1])) if pick else None
    moment = exam[0] if exam else z + 183
    order = {e[1]: i for i, e in enumerate(exams[p])}
    upto = [s for s in sequence if (order[s[1]] <= order[exam[1]] if exam else s[0] <= moment)]
    f = follow[p]
    if any(s[2] == 'PD' for s in upto): return False, unresolved
    if exam is None and f['date_deces'] and day(f['date_deces']) <= moment: return False, unresolved
    line, cure = day(f['date_nouvelle_ligne']), day(f['date_traitement_curatif'])
    if line is not None and line >= z and line <= moment: return False, unresolved
    ends = [d for d in (line, cure) if d is not None and d >= z] + ([day(f['date_deces'])] if f['date_deces'] else [])
    def success(s): return s[2] in ('CR', 'PR') and (not confirm or confirmed(sequence, sequence.index(s), min(ends, default=10**9)))
    if cure is not None and cure >= z and cure <= moment:
        seen = [s for s in sequence if s[0] < cure and s[2] != 'NE']
        return bool(seen) and success(seen[-1]), unresolved
    here = [s for s in sequence if exam and s[1] == exam[1]]
    return bool(here) and success(here[0]), unresolved

pairs = [(p['treated'], p['control']) for p in json.load(open(expected))['pairs']]
readings = [('primary', -42, True, False), ('not_held', -42, False, False), ('baseline_28', -28, True, False), ('confirmed', -42, True, True)]
for name, *how in readings:
    got = [(responder(a, *how)[0], responder(b, *how)[0]) for a, b in pairs]
    print(name, 'pairs', len(got), 'both', got.count((True, True)), 'first', got.count((True, False)), 'second', got.count((False, True)), 'neither', got.count((False, False)))
