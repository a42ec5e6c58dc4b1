"""Works that collide in space and time: what they are to each other, what that costs, who should lead. Pure rules."""
