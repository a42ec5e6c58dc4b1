"""What is measured and how: processes that serve, wrk, pgbench, and rounds that take them in turn."""
