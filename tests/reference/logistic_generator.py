#!/usr/bin/env python3
"""Adds `tight` to the maximum-likelihood cases of logistic.json: the same quantities by Newton's method in 40-digit arithmetic (mpmath).

R's glm takes its standard errors at the iterate before the last, which leaves them right to about 1e-7 only.
Run in this folder: python3 logistic_generator.py
"""
import csv
import json
import re

from mpmath import erfinv, exp, findroot, log, matrix, mp, mpf, sqrt, nstr, erfc, lu_solve, inverse

mp.dps = 40


def design(case):
    rows = list(csv.DictReader(open(f"data/{case['dataset']}.csv")))
    left, right = case["args"]["formula"].split(" ~ ")
    terms = [] if right == "1" else right.split(" + ")
    bare = [re.sub(r"^factor\((.*)\)$", r"\1", t) for t in terms]
    m = re.match(r"I\((.+?)(==|!=)'?(.*?)'?\)$", left)
    response = m.group(1) if m else left
    rows = [r for r in rows if all(r[c] != "" for c in bare + [response])]
    if m:
        y = [(r[response] == m.group(3)) == (m.group(2) == "==") for r in rows]
    else:
        y = [r[response] == "1" for r in rows]
    w = [mpf(r[case["args"]["weights"]]) if "weights" in case["args"] else mpf(1) for r in rows]
    columns = [[mpf(1)] * len(rows)]
    for term, name in zip(terms, bare):
        texts = [r[name] for r in rows]
        try:
            if term != name:
                raise ValueError
            columns.append([mpf(t) for t in texts])
        except ValueError:
            for level in sorted(set(texts))[1:]:
                columns.append([mpf(t == level) for t in texts])
    keep = [i for i in range(len(rows)) if w[i] > 0]
    return [y[i] for i in keep], [[c[i] for c in columns] for i in keep], [w[i] for i in keep]


def cross(x, weights):
    k = len(x[0])
    out = matrix(k, k)
    for row, w in zip(x, weights):
        for i in range(k):
            for j in range(i + 1):
                out[i, j] += w * row[i] * row[j]
    for i in range(k):
        for j in range(i):
            out[j, i] = out[i, j]
    return out


def solve(case):
    y, x, w = design(case)
    n, k = len(x), len(x[0])
    beta = matrix(k, 1)
    for _ in range(60):
        p = [1 / (1 + exp(-sum(b * v for b, v in zip(beta, row)))) for row in x]
        residual = [wi * (int(yi) - pi) for wi, yi, pi in zip(w, y, p)]
        score = matrix([sum(r * row[j] for r, row in zip(residual, x)) for j in range(k)])
        information = cross(x, [wi * pi * (1 - pi) for wi, pi in zip(w, p)])
        step = lu_solve(information, score)
        beta += step
        if max(abs(s) for s in step) < mpf(10) ** -32:
            break
    bread = inverse(information)
    leverage = [
        wi * pi * (1 - pi) * sum(row[i] * bread[i, j] * row[j] for i in range(k) for j in range(k))
        for wi, pi, row in zip(w, p, x)
    ]
    def sandwich(squares):
        variance = bread * cross(x, squares) * bread
        return [sqrt(variance[j, j]) for j in range(k)]
    hc0 = sandwich([r * r for r in residual])
    hc3 = sandwich([(r / (1 - h)) ** 2 for r, h in zip(residual, leverage)])
    se = [sqrt(bread[j, j]) for j in range(k)]
    loglik = sum(wi * log(pi if yi else 1 - pi) for wi, yi, pi in zip(w, y, p))
    number = lambda v: float(nstr(v, 17))
    return {
        "coef": [number(b) for b in beta],
        "se": [number(s) for s in se],
        "p": [number(erfc(abs(b / s) / sqrt(2))) for b, s in zip(beta, se)],
        "loglik": number(loglik),
        "hc0_se": [number(s) for s in hc0],
        "hc1_se": [number(s * sqrt(mpf(n) / (n - k))) for s in hc0],
        "hc3_se": [number(s) for s in hc3],
    }


def newton(y, x, w, offset, start):
    k = len(x[0])
    beta = matrix(start)
    for _ in range(60):
        p = [1 / (1 + exp(-o - sum(b * v for b, v in zip(beta, row)))) for row, o in zip(x, offset)]
        score = matrix([sum(wi * (int(yi) - pi) * row[j] for wi, yi, pi, row in zip(w, y, p, x)) for j in range(k)])
        step = lu_solve(cross(x, [wi * pi * (1 - pi) for wi, pi in zip(w, p)]), score)
        beta += step
        if max(abs(s) for s in step) < mpf(10) ** -28:
            break
    return beta, sum(wi * log(pi if yi else 1 - pi) for wi, yi, pi in zip(w, y, p))


def profile(case):
    """Limits of each log odds ratio at which the profile likelihood has fallen by half the 0.95 quantile of chi-squared."""
    y, x, w = design(case)
    full, top = newton(y, x, w, [mpf(0)] * len(y), [mpf(0)] * len(x[0]))
    drop = erfinv(mpf("0.95")) ** 2
    limits = {"profile_lower": [], "profile_upper": []}
    for j in range(len(x[0])):
        others = [row[:j] + row[j + 1 :] for row in x]
        start = [full[i] for i in range(len(full)) if i != j]
        lack = lambda value: top - newton(y, others, w, [value * row[j] for row in x], start)[1] - drop
        se = sqrt(inverse(cross(x, [wi * pi * (1 - pi) for wi, pi in zip(w, [1 / (1 + exp(-sum(b * v for b, v in zip(full, r)))) for r in x])]))[j, j])
        for key, sign in (("profile_lower", -1), ("profile_upper", 1)):
            limits[key].append(float(nstr(findroot(lack, (full[j] + sign * 1.9 * se, full[j] + sign * 2.1 * se), solver="secant", tol=mpf(10) ** -30), 17)))
    return limits


cases = json.load(open("logistic.json"))
for case in cases:
    if "kind" not in case["args"] and "firth_coef" not in case["expected"]:
        case["tight"] = solve(case)
        if case["id"] == "glm-infert":
            case["tight"] |= profile(case)
        print(case["id"])
with open("logistic.json", "w") as f:
    json.dump(cases, f, indent=1, ensure_ascii=False)
    f.write("\n")
