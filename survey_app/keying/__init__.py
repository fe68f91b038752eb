"""Paper forms typed by clerks: turns, comparison, adjudication, workload."""
