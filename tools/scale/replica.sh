#!/bin/sh
# A streaming replica of a primary whose socket lies in PRIMARY: copied once, then following it for ever.
#   PGDATA   folder of the copy; the folder above it must be writable
#   PRIMARY  folder of the primary's socket (or its host name)
# Further words are options of the server.
set -eu

if [ ! -d "$PGDATA" ]; then
    # Copied beside its place and moved there when whole, so that an interrupted copy is begun again.
    rm -rf "$PGDATA.unfinished"
    psql -qAt -h "$PRIMARY" -U allimi -d allimi -c \
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'replica' AND NOT active"
    pg_basebackup -D "$PGDATA.unfinished" -d "host=$PRIMARY user=allimi application_name=replica" \
        -X stream -c fast -R -C -S replica
    mv "$PGDATA.unfinished" "$PGDATA"
fi
# What readers look at here stays in the primary until they are done: else it would end their statements.
exec postgres -D "$PGDATA" -c hot_standby_feedback=on "$@"
