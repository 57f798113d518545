"""The suite in containers, built and run for real: `make test-containers`."""
