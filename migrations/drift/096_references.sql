-- A child's open concern is found however its reference was typed: "nb 12" is "NB12".
create index ix_child_reference_typed on child (upper(replace(reference, ' ', '')));
