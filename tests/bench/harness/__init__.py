"""The parts of tests/bench/run, one noun per file."""
