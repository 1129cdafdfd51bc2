"""Benchmarks: each prints a table beside its baseline measured in the same run.

``python -m tests.benchmarks.first_frame`` and so on; ``--help`` names the sizes to choose from.
Times drift with the machine's load, so the ratios are what counts.
"""
