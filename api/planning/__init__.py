"""What planners ask before they file: what a plan would collide with, and which works lie along a way."""
