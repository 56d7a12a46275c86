"""Figures that no sentence states, worked out in code from figures that sentences do: sums, shares, growth, rests, ranks.

``asked`` reads what a question wants reckoned, ``operands`` and ``parts`` which figures may be put together, ``said`` and
``called`` what a figure is of; ``compute`` reckons across subjects, ``within`` within one report by the methods of
``changes``, ``ratios``, ``rests`` and ``totals``; ``among`` ranks all places of a sort.
"""
