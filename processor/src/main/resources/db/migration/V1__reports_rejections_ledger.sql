-- The three tables of the pipeline. Flyway's default schema is the one configured (usually "epro").

create table report (
  patient_id       text        not null,
  report_id        uuid        not null,
  reported_at      timestamptz not null,
  heart_rate       smallint,
  temperature      double precision,
  symptoms         text[],
  medications      jsonb,
  unknown_drugs    smallint    not null,
  received_at      timestamptz not null,
  stored_at        timestamptz not null default now(),
  source_partition integer     not null,
  source_offset    bigint      not null,
  content_sha256   bytea       not null,
  constraint report_pkey primary key (patient_id, report_id)
);

-- Time ranges over all patients: a block range index costs next to nothing to keep.
create index report_reported_at on report using brin (reported_at);

comment on table report is 'One row a report, exactly once.';
comment on column report.report_id is 'UUIDv8: 48 bits of time, 74 bits of SHA-256 over patient and content (or idempotency key).';
comment on column report.symptoms is 'null: the report had no such field; empty: it had an empty list.';
comment on column report.unknown_drugs is 'How many of the medications the dictionary did not know.';
comment on column report.stored_at is 'Start of the transaction that stored it.';

create table rejection (
  source_topic     text        not null,
  source_partition integer     not null,
  source_offset    bigint      not null,
  report_id        uuid,
  patient_id       text,
  reasons          jsonb       not null,
  raw              bytea,
  received_at      timestamptz not null,
  rejected_at      timestamptz not null default now(),
  state            text        not null default 'open',
  constraint rejection_pkey primary key (source_topic, source_partition, source_offset),
  constraint rejection_state check (state in ('open', 'redriven', 'discarded'))
);

comment on table rejection is 'Records that could not become a report, raw, with every reason.';
comment on column rejection.reasons is 'Array of {"code","pointer"}, and "sqlState" where Postgres refused the record.';
comment on column rejection.raw is 'The bytes as they were received; null for a record without a value.';

create table ledger (
  pipeline     text        not null,
  topic        text        not null,
  topic_id     text        not null,
  partition    integer     not null,
  first_offset bigint      not null,
  next_offset  bigint      not null,
  stored       bigint      not null default 0,
  duplicate    bigint      not null default 0,
  rejected     bigint      not null default 0,
  skipped      bigint      not null default 0,
  erased       bigint      not null default 0,
  updated_at   timestamptz not null default now(),
  constraint ledger_pkey primary key (pipeline, topic, partition),
  constraint ledger_balances check
    (stored + duplicate + rejected + erased + skipped = next_offset - first_offset)
) with (fillfactor = 50);

comment on table ledger is 'The books: offsets below next_offset were applied, and became what the counts say.';
