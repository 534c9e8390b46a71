"""What `make` calls: the environment, the processes, the tests, the checks."""
