-- Patients who were erased on request, by a keyed hash: the audit, and what keeps them from coming back.

create table erasure (
  id           bigint      generated always as identity,
  version      bigint      not null,
  patient_hash bytea       not null,
  reason       text        not null,
  asked_by     text        not null,
  asked_at     timestamptz not null default now(),
  completed_at timestamptz,
  reports      bigint      not null default 0,
  rejections   bigint      not null default 0,
  copies       bigint      not null default 0,
  constraint erasure_pkey primary key (id),
  constraint erasure_patient unique (patient_hash)
);

comment on table erasure is 'Whose reports were erased, and are counted as erased wherever they come up again.';
comment on column erasure.version is 'Random: who knows the version of the newest entry knows all entries, also after a backup was restored.';
comment on column erasure.patient_hash is 'HMAC-SHA256 of the patient''s id under the key of erasure_key.';
comment on column erasure.completed_at is 'null: begun and interrupted; the same command finishes it.';
comment on column erasure.reports is 'Rows deleted from report.';
comment on column erasure.rejections is 'Rows deleted from rejection.';
comment on column erasure.copies is 'Rows deleted from replays, and from what promotions had kept.';

create table erasure_key (
  only_row    boolean not null default true,
  key_check   bytea   not null,
  secret      bytea,
  constraint erasure_key_pkey primary key (only_row),
  constraint erasure_key_only check (only_row)
);

comment on table erasure_key is 'The key behind erasure.patient_hash. To be read by the pipeline and the eraser alone.';
comment on column erasure_key.key_check is 'What the key makes of a fixed text: tells whether a configured key is the one.';
comment on column erasure_key.secret is 'The key itself; null where it is configured (processor.erasure-key) and not in the database.';

comment on column redrive.attempt is 'Which chance of its report it was, from 1.';
