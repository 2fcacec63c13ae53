"""The benchmarks: figures for people, never timed asserts."""
