"""Coefficients of agreement, written from their formulas with loops: what the fast ones must equal.

Ratings are lists of rows, one per coder, with None where a coder did not code.
"""

from itertools import permutations
from math import nan


def by_unit(rows):
    """The ratings of each unit, without gaps."""
    return [[rating for rating in unit if rating is not None] for unit in zip(*rows, strict=True)]


def krippendorff(rows, level):
    units = [unit for unit in by_unit(rows) if len(unit) >= 2]
    pooled = [rating for unit in units for rating in unit]
    n = len(pooled)

    def distance(c, k):
        if level == "nominal":
            return float(c != k)
        if level == "ordinal":
            low, high = min(c, k), max(c, k)
            between = sum(low <= rating <= high for rating in pooled)
            return (between - (pooled.count(c) + pooled.count(k)) / 2) ** 2
        if level == "interval":
            return (c - k) ** 2
        return ((c - k) / (c + k)) ** 2 if c + k else 0.0

    observed = 0.0
    for unit in units:
        pairs = sum(distance(c, k) for c, k in permutations(unit, 2))
        observed += pairs / (len(unit) - 1)
    expected = sum(distance(c, k) for c, k in permutations(pooled, 2))
    return 1 - (n - 1) * observed / expected if expected else nan


def observed_agreement(rows):
    shares = []
    for unit in by_unit(rows):
        pairs = list(permutations(unit, 2))
        if pairs:
            shares.append(sum(c == k for c, k in pairs) / len(pairs))
    return sum(shares) / len(shares) if shares else nan


def category_shares(rows):
    units = [unit for unit in by_unit(rows) if unit]
    categories = {rating for unit in units for rating in unit}
    return [sum(unit.count(c) / len(unit) for unit in units) / len(units) for c in categories]


def fleiss(rows):
    shares = category_shares(rows)
    if len(shares) < 2:
        return nan
    expected = sum(share**2 for share in shares)
    return (observed_agreement(rows) - expected) / (1 - expected)


def scott(rows):
    paired = [pair for pair in zip(*rows, strict=True) if None not in pair]
    return fleiss(list(zip(*paired, strict=True))) if paired else nan


def ac1(rows):
    shares = category_shares(rows)
    if len(shares) < 2:
        return nan
    expected = sum(share * (1 - share) for share in shares) / (len(shares) - 1)
    return (observed_agreement(rows) - expected) / (1 - expected)


def _cohen_parts(a, b, weights):
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    categories = sorted({rating for pair in pairs for rating in pair})
    n = len(pairs)
    joint = {(i, j): pairs.count((i, j)) / n for i in categories for j in categories} if n else {}
    widest = max(categories) - min(categories) if weights and len(categories) > 1 else 1

    def agreement(i, j):
        if weights is None:
            return float(i == j)
        return 1 - (abs(i - j) / widest) ** (1 if weights == "linear" else 2)

    rows = {i: sum(joint[i, j] for j in categories) for i in categories}
    columns = {j: sum(joint[i, j] for i in categories) for j in categories}
    return n, categories, joint, rows, columns, agreement


def cohen(a, b, weights=None):
    _n, categories, joint, rows, columns, agreement = _cohen_parts(a, b, weights)
    if len(categories) < 2:
        return nan
    cells = [(i, j) for i in categories for j in categories]
    observed = sum(joint[i, j] * agreement(i, j) for i, j in cells)
    expected = sum(rows[i] * columns[j] * agreement(i, j) for i, j in cells)
    return (observed - expected) / (1 - expected)


def cohen_variance(a, b, weights=None):
    """The square of the standard error, as Fleiss, Cohen and Everitt (1969) print it."""
    n, categories, joint, rows, columns, agreement = _cohen_parts(a, b, weights)
    kappa = cohen(a, b, weights)
    if kappa != kappa:
        return nan
    cells = [(i, j) for i in categories for j in categories]
    expected = sum(rows[i] * columns[j] * agreement(i, j) for i, j in cells)
    of_row = {i: sum(columns[j] * agreement(i, j) for j in categories) for i in categories}
    of_column = {j: sum(rows[i] * agreement(i, j) for i in categories) for j in categories}
    total = sum(
        joint[i, j] * (agreement(i, j) - (of_row[i] + of_column[j]) * (1 - kappa)) ** 2
        for i, j in cells
    )
    variance = total - (kappa - expected * (1 - kappa)) ** 2
    return variance / n / (1 - expected) ** 2


def _segments(spans, length):
    """The spans and gaps of one coder in one theme: begin, length, whether it is a span."""
    segments, position = [], 0
    for start, end in sorted(spans):
        if start > position:
            segments.append((position, start - position, False))
        segments.append((start, end - start, True))
        position = end
    if position < length:
        segments.append((position, length - position, False))
    return segments


def _segment_distance(one, other):
    (b, n, is_span), (c, k, is_span_too) = one, other
    if is_span and is_span_too and -n < b - c < k:
        return (b - c) ** 2 + (b + n - c - k) ** 2
    if is_span and not is_span_too and k - n >= b - c >= 0:
        return n**2
    if not is_span and is_span_too and k - n <= b - c <= 0:
        return k**2
    return 0


def unitized(spans, length, coders):
    """Alpha-u of tuples (coder, theme, start, end), as Krippendorff (1995, 2004) prints it."""
    observed = expected = 0.0
    m = len(coders)
    for theme in {theme for _, theme, _, _ in spans}:
        own = {c: [(s, e) for d, t, s, e in spans if (d, t) == (c, theme)] for c in coders}
        segments = {coder: _segments(own[coder], length) for coder in coders}
        for i, j in permutations(coders, 2):
            for g in segments[i]:
                for h in segments[j]:
                    observed += _segment_distance(g, h) / (m * (m - 1) * length**2)
        everything = [segment for coder in coders for segment in segments[coder]]
        lengths = [n for _, n, is_span in everything if is_span]
        gaps = [n for _, n, is_span in everything if not is_span]
        total = 0.0
        for n in lengths:
            total += (len(lengths) - 1) / 3 * (2 * n**3 - 3 * n**2 + n)
            total += n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
        ways = m * length * (m * length - 1) - sum(n * (n - 1) for n in lengths)
        expected += 2 / length * total / ways if ways else 0
    return 1 - observed / expected if expected else nan
