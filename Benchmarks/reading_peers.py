"""Times one reading of a CSV file.

usage: reading_peers.py pandas|polars FILE
Prints: seconds and the peak memory of the process in MiB.
"""
import importlib
import resource
import sys
import time

reader = importlib.import_module(sys.argv[1])
start = time.perf_counter()
table = reader.read_csv(sys.argv[2])
seconds = time.perf_counter() - start
print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
