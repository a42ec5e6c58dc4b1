"""What a country asks of agencies, with its working days, and what a city that does well publishes."""

from data.duties.benchmark import BENCHMARK, Benchmark
from data.duties.reading import Duty, load_duty

__all__ = ["BENCHMARK", "Benchmark", "Duty", "load_duty"]
