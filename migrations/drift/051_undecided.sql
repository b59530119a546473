-- The list of undecided chains begins with what its reader may see: one leaf of this index holds
-- hundreds of them, so that thousands of walls are asked in a few milliseconds.
create index ix_chain_state_walled on chain_state (compartment_id)
    include (waiting_since, concern_id) where waiting_since is not null;
-- The teams to choose from in a list.
create index ix_concern_team on concern (compartment_id) include (team) where closed_at is null;
