#!/usr/bin/env python3
"""Writes distribution.json: distribution functions and quantiles in 100-digit arithmetic (mpmath 1.3).

Every argument is an exact double. Values outside the range of doubles are given by their logarithm alone.
Run in this folder: python3 distribution_generator.py
"""
import json
import math
import sys

from mpmath import betainc, binomial, erfc, exp, expm1, gammainc, inf, log, loggamma, mp, mpf, nstr, pi, quad, sqrt, workdps

mp.dps = 100
cases = []


def add(function, args, value):
    value = mpf(value)
    text = nstr(value, 20)
    if not mp.isfinite(value):
        raise ValueError((function, args))
    # As text: a reader of JSON need not round numbers correctly.
    cases.append({"function": function, "args": [repr(float(a)) for a in args], "value": repr(float(text))})


def add_tails(name, args, lower, upper):
    """Both tails; the logarithm of each too."""
    tiny = mpf(10) ** -300
    for kind, value in (("cdf", lower), ("sf", upper)):
        if value is None:
            continue
        if value > tiny:
            add(f"{name}_{kind}", args, value)
        add(f"{name}_ln_{kind}", args, log(value))


# Normal.
for x in [1e-10, 1e-3, 0.1, 0.5, 1.0, 1.5, 1.96, 2.5, 3.3, 4.9, 5.0, 5.1, 8.0, 15.0, 30.0, 37.0, 50.0, 1e3]:
    for s in (1, -1):
        z = mpf(s * x)
        add_tails("normal", [s * x], erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2)


def gamma_tails(a, x):
    """P and Q. For a large shape by the power series of P, with digits to spare for 1 - P."""
    a, x = mpf(a), mpf(x)
    if a <= 2000:
        return gammainc(a, 0, x, regularized=True), gammainc(a, x, inf, regularized=True)
    with workdps(260):
        term = total = mpf(1)
        k = 0
        while term > total * mpf(10) ** -255:
            k += 1
            term *= x / (a + k)
            total += term
        lower = exp(a * log(x) - x - loggamma(a + 1)) * total
        return lower, 1 - lower


def beta_tails(a, b, x):
    """Both tails, each directly; for large parameters by the power series in the smaller of x and 1 - x."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    if a + b <= 3000:
        return betainc(a, b, 0, x, regularized=True), betainc(b, a, 0, 1 - x, regularized=True)
    if x > mpf(1) / 2:
        return beta_tails(b, a, 1 - x)[::-1]
    with workdps(260):
        term = total = mpf(1)
        k = 0
        while term > total * mpf(10) ** -255:
            term *= (a + b + k) / (a + 1 + k) * x
            total += term
            k += 1
        constant = loggamma(a + b) - loggamma(a + 1) - loggamma(b)
        lower = exp(constant + a * log(x) + b * log(1 - x)) * total
        return lower, 1 - lower


def scores(a):
    """Positions of a gamma variable by Wilson and Hilferty."""
    for z in (-12, -8, -5, -3, -1, -0.1, 0.5, 1, 2, 4, 8, 12, 25):
        base = 1 - 1 / (9 * a) + z / (3 * math.sqrt(a))
        if base > 0.01:
            yield a * base**3


for df in [1, 2, 3, 5, 10, 31, 100, 1000, 1e5, 2e6]:
    points = [2 * x for x in scores(df / 2)] + ([1e-10, 1e-3, 200.0, 1300.0] if df <= 10 else [])
    if df >= 1e5:
        points = points[2::3]
    for x in points:
        lower, upper = gamma_tails(mpf(df) / 2, mpf(x) / 2)
        add_tails("chi_squared", [x, df], lower, upper)
for shape in [0.5, 1.0, 3.7, 42.0, 10001.0, 1e8]:
    for x in list(scores(shape))[1::2]:
        lower, upper = gamma_tails(shape, x)
        add_tails("gamma", [x, shape], lower, upper)

for a, b in [(0.5, 0.5), (0.5, 10.5), (10.5, 0.5), (1, 1), (2, 5), (11, 8), (0.5, 1000), (30, 900), (700, 700), (1e5, 3e5), (3, 1e6), (1e8, 1e8)]:
    mean, sd = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
    for z in (-20, -8, -3, -1, -0.2, 0.3, 1, 2.5, 6, 15):
        x = mean + z * sd
        if 1e-12 < x < 1 - 1e-12:
            lower, upper = beta_tails(a, b, x)
            add_tails("beta", [x, a, b], lower, upper)
    if a + b < 20:
        for x in (1e-12, 1e-4, 0.999):
            lower, upper = beta_tails(a, b, x)
            add_tails("beta", [x, a, b], lower, upper)


def t_upper(t, df):
    t, df = mpf(t), mpf(df)
    if df <= 2000:
        return betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    density = lambda v: exp(loggamma((df + 1) / 2) - loggamma(df / 2) - log(df * pi) / 2 - (df + 1) / 2 * mp.log1p(v * v / df))
    return quad(density, [t + mpf(k) / 2 for k in range(0, 60)])


for df in [1, 1.5, 2, 3, 5, 10, 29.7, 100, 1000, 1e4, 1e6, 1e9]:
    for t in [1e-8, 0.01, 0.3, 0.674, 1.0, 1.96, 3.0, 6.0, 12.0, 40.0, 1e3, 1e6]:
        if df > 2000 and t > 30:
            continue
        upper = t_upper(t, df)
        if upper > mpf(10) ** -300:
            add("t_sf", [t, df], upper)
        add("t_ln_sf", [t, df], log(upper))
        add("t_cdf", [t, df], 1 - upper)
        if upper > mpf(10) ** -300:
            add("t_cdf", [-t, df], upper)

for d1, d2 in [(1, 1), (1, 10), (2, 3), (5, 20), (30, 7), (100, 1000), (3.3, 500)]:
    for f in [1e-6, 0.01, 0.5, 1.0, 1.5, 3.0, 10.0, 100.0]:
        w = mpf(f) * mpf(d1) / mpf(d2)
        lower, upper = beta_tails(mpf(d1) / 2, mpf(d2) / 2, w / (1 + w))
        for kind, value in (("cdf", lower), ("sf", upper)):
            if value > mpf(10) ** -300:
                add(f"f_{kind}", [f, d1, d2], value)

# Discrete.
def ln_choose(n, k):
    return log(binomial(mpf(n), mpf(k)))


for n, p in [(1, 0.3), (10, 0.5), (25, 0.01), (200, 0.97), (5000, 0.25), (10**6, 0.001)]:
    for k in sorted({0, 1, n // 10, n // 4, n // 2, n - 1, n, round(n * p), round(n * p * 1.1)}):
        if 0 <= k <= n:
            value = ln_choose(n, k) + k * log(mpf(p)) + (n - k) * log(1 - mpf(p))
            add("binomial_ln_pmf", [k, n, p], value)
            if n <= 5000:
                lower = mp.fsum(exp(ln_choose(n, j) + j * log(mpf(p)) + (n - j) * log(1 - mpf(p))) for j in range(k + 1))
                if lower > mpf(10) ** -300:
                    add("binomial_cdf", [k, n, p], lower)
                upper = mp.fsum(exp(ln_choose(n, j) + j * log(mpf(p)) + (n - j) * log(1 - mpf(p))) for j in range(k, n + 1))
                if upper > mpf(10) ** -300:
                    add("binomial_sf_inclusive", [k, n, p], upper)
for mean in [0.01, 1.0, 7.5, 120.0, 1e4, 1e6]:
    for k in sorted({0, 1, 5, round(mean), round(mean * 1.2), round(mean * 0.8), round(mean + 8 * math.sqrt(mean))}):
        add("poisson_ln_pmf", [k, mean], k * log(mpf(mean)) - mpf(mean) - loggamma(k + 1))
        lower = gamma_tails(k + 1, mean)[1]
        # Below this, 1 - P has no digits left.
        if lower > mpf(10) ** -200:
            add("poisson_cdf", [k, mean], lower)
for marked, others, drawn in [(4, 4, 4), (24, 22, 9), (1000, 1000, 380), (50000, 50100, 2423), (7, 10**6, 40)]:
    for k in sorted({max(0, drawn - others), min(marked, drawn), round(drawn * marked / (marked + others)), drawn // 3}):
        if max(0, drawn - others) <= k <= min(marked, drawn):
            value = ln_choose(marked, k) + ln_choose(others, drawn - k) - ln_choose(marked + others, drawn)
            add("hypergeometric_ln_pmf", [k, marked, others, drawn], value)
for n, k in [(5, 2), (60, 30), (1000, 31), (1000, 500), (10**5, 5000), (10**9, 3), (10**9, 5 * 10**8)]:
    add("ln_choose", [n, k], loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1))
for a, b in [(0.5, 0.5), (1.0, 1.0), (1e-3, 4.0), (20.0, 30.0), (1e8, 0.5), (1e8, 1e8), (3.0, 1e-6)]:
    add("ln_beta", [a, b], loggamma(a) + loggamma(b) - loggamma(mpf(a) + mpf(b)))
for x in [0.01, 0.5, 1.5, 2.5, 10.0, 171.5, 1e10]:
    add("ln_gamma", [x], loggamma(x))


# Quantiles: the root in high precision of ln(tail) as a function of ln x.
def solve(ln_tail, p, start):
    """The x with tail(x) = p; `start` is a positive guess."""
    goal = log(mpf(p))
    f = lambda u: ln_tail(exp(u)) - goal
    u = log(mpf(start))
    step = mpf(1)
    increasing = f(u + mpf("0.01")) > f(u)
    low, high = u - mpf(1) / 3, u + mpf(1) / 3
    while (f(low) > 0) == increasing:
        low -= step
        step *= 2
    step = mpf(1)
    while (f(high) < 0) == increasing:
        high += step
        step *= 2
    f_low, f_high, last = f(low), f(high), None
    for _ in range(300):
        # False position, halving the value of an end that stays (Illinois).
        u = (low * f_high - high * f_low) / (f_high - f_low)
        value = f(u)
        if value == 0 or (last is not None and abs(u - last) < mpf(10) ** -38):
            return exp(u)
        if (value > 0) == (f_high > 0):
            high, f_high, f_low = u, value, f_low / 2
        else:
            low, f_low, f_high = u, value, f_high / 2
        last = u
    raise ValueError("no root")


PROBABILITIES = [1e-100, 1e-12, 1e-6, 0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.975, 0.999]
mp.dps = 50
for p in [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.1, 0.25, 0.4, 0.44, 0.46, 0.49, 0.499999999, 0.6, 0.975, 0.999]:
    tail = mpf(p) if p < 0.5 else 1 - mpf(p)
    x = solve(lambda x: log(erfc(x / sqrt(2)) / 2), tail, 1.0)
    add("normal_quantile", [p], -x if p < 0.5 else x)
    add("normal_upper_quantile", [p], x if p < 0.5 else -x)
for p in PROBABILITIES:
    for df in [1, 2, 5, 30, 400]:
        half = mpf(df) / 2
        add("chi_squared_quantile", [p, df], solve(lambda x: log(gammainc(half, 0, x / 2, regularized=True)), p, df))
        add("chi_squared_upper_quantile", [p, df], solve(lambda x: log(gammainc(half, x / 2, inf, regularized=True)), p, df))
    for shape in [0.5, 7.0, 43.0]:
        add("gamma_quantile", [p, shape], solve(lambda x: log(gammainc(mpf(shape), 0, x, regularized=True)), p, shape))
        add("gamma_upper_quantile", [p, shape], solve(lambda x: log(gammainc(mpf(shape), x, inf, regularized=True)), p, shape))
    for a, b in [(0.5, 0.5), (0.5, 24.5), (7, 18), (1, 1), (16, 133), (250, 1), (500, 502)]:
        split = lambda w: betainc(mpf(a), mpf(b), 0, w / (1 + w), regularized=True)
        upper = lambda w: betainc(mpf(b), mpf(a), 0, 1 / (1 + w), regularized=True)
        w = solve(lambda w: log(split(w)), p, a / b)
        add("beta_quantile", [p, a, b], w / (1 + w))
        add("f_quantile", [p, 2 * a, 2 * b], w * mpf(b) / mpf(a))
        w = solve(lambda w: log(upper(w)), p, a / b)
        add("beta_upper_quantile", [p, a, b], w / (1 + w))
        add("f_upper_quantile", [p, 2 * a, 2 * b], w * mpf(b) / mpf(a))
    if p != 0.5:
        tail = mpf(p) if p < 0.5 else 1 - mpf(p)
        for df in [1, 2, 3.5, 9, 40, 1000]:
            t = solve(lambda t: log(t_upper(t, df)), tail, 1.0)
            add("t_upper_quantile", [p, df], t if p < 0.5 else -t)
            add("t_quantile", [p, df], -t if p < 0.5 else t)
for df in [1e6]:
    t = solve(lambda t: log(t_upper(t, df)), 0.025, 1.95)
    add("t_quantile", [0.025, df], -t)

with open("distribution.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), "values", file=sys.stderr)
