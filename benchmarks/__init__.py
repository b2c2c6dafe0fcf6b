"""What the router costs, beside its peers, in one run: `make bench`, or `python -m benchmarks.NAME` for one table."""
