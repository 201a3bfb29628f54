"""Reading and redaction measured on packets that nobody tuned to: another generator than `samples/`, with its own truth.

`python -m tests.bench.reading --set tune|report --packets N` makes packets, inspects them and prints the figures. The two
sets share no seed, no layout, no font and no way of scanning: look at failures of `tune` only, publish `report` only.
"""
