-- Offsets that the topic deleted before they were read. The ledger counts them as skipped; here is which.

create table ledger_hole (
  pipeline    text        not null,
  topic       text        not null,
  partition   integer     not null,
  topic_id    text        not null,
  from_offset bigint      not null,
  to_offset   bigint      not null,
  found_at    timestamptz not null default now(),
  constraint ledger_hole_pkey primary key (pipeline, topic, partition, from_offset),
  constraint ledger_hole_range check (from_offset < to_offset)
);

comment on table ledger_hole is 'Offsets [from_offset, to_offset) that were deleted from the topic unread: data lost before this pipeline.';
