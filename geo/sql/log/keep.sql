-- Keep a checkpoint.
-- size, root, note, verifiers  what it says, its text, and the keys that check it
INSERT INTO published.checkpoint (tree_size, root, note, verifiers)
VALUES (%(size)s, %(root)s, %(note)s, %(verifiers)s)
