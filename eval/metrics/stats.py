"""How sure a figure is: intervals, paired tests, and how large a set must be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Z95 = NormalDist().inv_cdf(0.975)
RESAMPLES = 10_000
SEED = 20_240_601


def wilson(successes: float, n: int) -> tuple[float, float]:
    """95% interval of a proportion, within [0, 1] (Wilson 1927). (0, 1) for ``n`` 0."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = successes / n, Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def student(values: Sequence[float]) -> tuple[float, float]:
    """95% interval of the mean by Student's t with n - 1 degrees of freedom; the mean itself for fewer than two."""
    from scipy.special import stdtrit

    n = len(values)
    mean: float = math.fsum(values) / n if n else 0.0
    if n < 2:
        return mean, mean
    variance = math.fsum((v - mean) ** 2 for v in values) / (n - 1)
    half = float(stdtrit(n - 1, 0.975)) * math.sqrt(variance / n)
    return mean - half, mean + half


def poisson(count: float) -> tuple[float, float]:
    """95% interval of the mean of which ``count`` was seen (Garwood 1936); (0, 3.69) for none."""
    from scipy.special import chdtri

    low = float(chdtri(2 * count, 0.975)) / 2 if count else 0.0
    return low, float(chdtri(2 * count + 2, 0.025)) / 2


def quantile_interval(seconds: Sequence[float], share: float) -> tuple[float, float]:
    """95% interval of the ``share`` quantile between two order statistics (Conover 1999, normal approximation)."""
    ordered = sorted(seconds)
    n = len(ordered)
    if not n:
        return 0.0, 0.0
    half = Z95 * math.sqrt(n * share * (1 - share))
    low, high = math.floor(n * share - half), math.ceil(n * share + half)
    return float(ordered[max(0, low)]), float(ordered[min(n - 1, high)])


def bootstrap_ratio(tops: Sequence[float], bottoms: Sequence[float], resamples: int = 2_000) -> tuple[float, float]:
    """95% percentile interval of ``sum(tops) / sum(bottoms)``, cases drawn with replacement (Efron 1979)."""
    if not tops:
        return 0.0, 0.0
    top, bottom = np.asarray(tops, dtype=np.float64), np.asarray(bottoms, dtype=np.float64)
    sums = _resampled(np.stack([top, bottom], axis=1), resamples)
    ratios = np.divide(sums[:, 0], sums[:, 1], out=np.zeros(resamples), where=sums[:, 1] > 0)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(low), float(high)


def paired_difference(
    before: Sequence[float], after: Sequence[float], clusters: Sequence[str], resamples: int = RESAMPLES
) -> tuple[float, float, float]:
    """(low, high, p) of ``mean(after) - mean(before)`` over the same cases, clusters drawn with replacement.

    ``low``/``high`` are the 95% percentile interval, ``p`` the one-sided share of draws in which nothing got worse:
    small means worse. (0, 0, 1) for no cases.
    """
    if not before:
        return 0.0, 0.0, 1.0
    sums: dict[str, list[float]] = {}
    for old, new, cluster in zip(before, after, clusters, strict=True):
        held = sums.setdefault(cluster, [0.0, 0.0])
        held[0] += new - old
        held[1] += 1
    table = np.asarray(list(sums.values()), dtype=np.float64)
    drawn = _resampled(table, resamples)
    means = drawn[:, 0] / drawn[:, 1]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high), float((1 + np.sum(means >= 0)) / (resamples + 1))


def mcnemar(broken: int, fixed: int) -> float:
    """Two-sided exact p that ``broken`` and ``fixed`` cases differ by chance, in [0, 1] (McNemar 1947, binomial)."""
    n = broken + fixed
    if n == 0:
        return 1.0
    tail: int = sum(math.comb(n, k) for k in range(min(broken, fixed) + 1))
    return min(1.0, float(2 * tail / 2**n))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted p values, so that many metrics tested at once raise no more alarms than one (Holm 1979)."""
    worst, out = 0.0, {}
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda x: (x[1], x[0]))):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p))
        out[name] = worst
    return out


def cases_needed(drop: float, discordant: float = 0.10, power: float = 0.80) -> int:
    """Paired cases needed to see a ``drop`` (0, 1) at 5% two-sided with ``power`` (Connett et al. 1987).

    ``discordant`` is the share of cases that change either way; at least ``drop``. 312 for 5 points, 870 for 3.
    """
    share = max(discordant, drop)
    z_power = NormalDist().inv_cdf(power)
    return math.ceil((Z95 * math.sqrt(share) + z_power * math.sqrt(share - drop * drop)) ** 2 / (drop * drop))


def quantile(seconds: Sequence[float], share: float) -> float:
    """The value at ``share`` [0, 1) of the sorted values, without interpolation; 0 for none."""
    ordered = sorted(seconds)
    return float(ordered[int(len(ordered) * share)]) if ordered else 0.0


def _resampled(table: npt.NDArray[np.float64], resamples: int) -> npt.NDArray[np.float64]:
    """Column sums of ``resamples`` draws of the rows with replacement, shape (resamples, columns); always the same.

    Equal rows are drawn as one with their weight: the same distribution, and 100,000 cases cost as much as the few
    different rows among them.
    """
    random = np.random.default_rng(SEED)
    rows, counts = np.unique(table, axis=0, return_counts=True)
    share = counts / len(table)
    size = max(1, min(resamples, 4_000_000 // len(rows)))
    parts = [
        random.multinomial(len(table), share, size=min(size, resamples - at)) @ rows for at in range(0, resamples, size)
    ]
    return np.concatenate(parts)
