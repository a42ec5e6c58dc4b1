-- Temporary table of what leaves the counts of the published projects (sign -1) and what comes to them (+1).
-- districts has the ids of those that a project lies in and '' for the whole city. Of an ongoing project whose original
-- end is known, original_end is that and due the day that it is done, or shall be by what is known; else both are null.
CREATE TEMPORARY TABLE brief_moved (
    sign integer NOT NULL,
    geometry_class text NOT NULL,
    status text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    districts text[] COLLATE "C" NOT NULL,
    ended boolean NOT NULL,
    original_end date,
    due date
) ON COMMIT DROP
