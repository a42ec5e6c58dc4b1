-- Those of these codes.
-- codes  of projects
code = ANY (%(codes)s)
