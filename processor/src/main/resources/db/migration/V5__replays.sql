-- Replays beside the live pipeline, and what was taken over from them. Their tables are in schemas of their own.

create table replay (
  name         text        not null,
  topic        text        not null,
  topic_id     text        not null,
  patients     text[]      not null,
  begun_by     text        not null,
  begun_at     timestamptz not null default now(),
  completed_at timestamptz,
  promoted_at  timestamptz,
  promoted_by  text,
  promoted_for text,
  constraint replay_pkey primary key (name)
);

comment on table replay is 'One row a replay that was not dropped; its results are in the schema replay_<name>.';
comment on column replay.patients is 'Whose reports; empty: all.';
comment on column replay.promoted_for is 'Why it was taken over.';

create table replay_range (
  name        text    not null,
  partition   integer not null,
  from_offset bigint  not null,
  to_offset   bigint  not null,
  constraint replay_range_pkey primary key (name, partition),
  constraint replay_range_replay foreign key (name) references replay on delete cascade
);

comment on table replay_range is 'The offsets [from_offset, to_offset) that a replay is over.';

create table promotion (
  id       bigint      generated always as identity,
  replay   text        not null,
  topic_id text        not null,
  at       timestamptz not null default now(),
  by       text        not null,
  reason   text        not null,
  changed  bigint      not null,
  added    bigint      not null,
  removed  bigint      not null,
  constraint promotion_pkey primary key (id)
);

comment on table promotion is 'The audit of what was taken over from replays: who, when, why, how much. Stays when a replay is dropped.';

create table promotion_report (
  promotion bigint not null references promotion,
  kind      text   not null,
  patient_id text  not null,
  report_id uuid   not null,
  before    jsonb,
  constraint promotion_report_pkey primary key (promotion, patient_id, report_id),
  constraint promotion_report_kind check (kind in ('changed', 'added', 'removed'))
);

comment on column promotion_report.before is 'The whole row as it stood before; null where there was none.';

create table promotion_rejection (
  promotion bigint  not null references promotion,
  source_topic text not null,
  source_partition integer not null,
  source_offset bigint not null,
  before    jsonb,
  constraint promotion_rejection_pkey
    primary key (promotion, source_topic, source_partition, source_offset)
);

comment on column promotion_rejection.before is 'The whole row as it stood before; null where there was none.';
