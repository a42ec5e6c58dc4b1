"""Files of what is published: stored snapshots of everything, selections built on demand, streams."""
