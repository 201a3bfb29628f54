"""The dashboards under load, on a database of many made-up cases: `python -m tests.bench.figures`."""
