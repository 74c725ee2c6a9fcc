"""Orchestration: what happens to a drop from its files to the published warehouse."""

import os

# Before NumPy is imported: articles are shared out over processes, so one thread each is fastest, and a matrix product
# that is never split gives the same sums on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
