-- Which request a report came with: the trace of the client's header traceparent (W3C Trace Context).

alter table report add column trace_id uuid;
alter table rejection add column trace_id uuid;

comment on column report.trace_id is 'The W3C trace id under which it was sent; null where none was, or by a build that did not keep it.';
comment on column rejection.trace_id is 'The W3C trace id under which it was sent; null where none was, or by a build that did not keep it.';

create or replace view rejection_history as
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
       end as outcome,
       rejection.trace_id
from rejection
left join redrive using (source_topic, source_partition, source_offset)
left join rejection again
       on again.source_topic = redrive.source_topic
      and again.source_partition = redrive.source_partition
      and again.source_offset = redrive.to_offset
left join report
       on report.patient_id = rejection.patient_id
      and report.report_id = rejection.report_id;
