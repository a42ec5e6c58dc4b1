"""The store of the push interface: keys, pushes, records, answers and the audit; plain functions over a connection."""
