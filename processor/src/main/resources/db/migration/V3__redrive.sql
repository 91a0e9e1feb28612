-- Second chances: which rejected record was published again, and where it stands now.

create table redrive (
  source_topic     text        not null,
  source_partition integer     not null,
  source_offset    bigint      not null,
  attempt          integer     not null,
  not_before       bigint      not null,
  to_offset        bigint,
  asked_by         text        not null,
  asked_at         timestamptz not null default now(),
  constraint redrive_pkey primary key (source_topic, source_partition, source_offset),
  constraint redrive_target unique (source_topic, source_partition, to_offset)
);

comment on table redrive is 'A rejected record that was published again, into the same partition of the same topic.';
comment on column redrive.attempt is 'The how-manieth chance of this report it was, from 1.';
comment on column redrive.not_before is 'Where the partition ended before: the new record stands there or behind.';
comment on column redrive.to_offset is 'Of the new record; null while it is not known to be there.';

alter table rejection
  add column closed_at      timestamptz,
  add column closed_by      text,
  add column closed_because text;

comment on column rejection.state is 'open; redriven: published again, see redrive; discarded: for good.';
comment on column rejection.closed_because is 'Why it was discarded.';

-- What tools look for; most rejections are dealt with some day.
create index rejection_open on rejection (source_topic, source_partition, source_offset)
  where state = 'open';

-- Each rejection with what became of it. "stored" may be by another record of the same report.
create view rejection_history as
select rejection.source_topic, rejection.source_partition, rejection.source_offset,
       rejection.report_id, rejection.patient_id, rejection.reasons, rejection.received_at,
       rejection.rejected_at, rejection.state, rejection.closed_at, rejection.closed_by,
       rejection.closed_because, redrive.attempt, redrive.to_offset,
       case
         when redrive.to_offset is null then null
         when again.source_offset is not null then 'rejected'
         when report.report_id is not null then 'stored'
         when exists (select 1 from ledger
                      where ledger.topic = redrive.source_topic
                        and ledger.partition = redrive.source_partition
                        and ledger.next_offset > redrive.to_offset) then 'processed'
         else 'waiting'
       end as outcome
from rejection
left join redrive using (source_topic, source_partition, source_offset)
left join rejection again
       on again.source_topic = redrive.source_topic
      and again.source_partition = redrive.source_partition
      and again.source_offset = redrive.to_offset
left join report
       on report.patient_id = rejection.patient_id
      and report.report_id = rejection.report_id;

comment on view rejection_history is 'Each rejection, its second chance, and how that ended: stored, rejected, waiting; processed: stored or a duplicate, of a report that had no id before.';
