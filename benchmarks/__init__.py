"""Load, scale and memory, each one command: `python -m benchmarks.<name>`."""
