-- The rights to each table, exactly. Run as epro_owner after each "processor migrate"; as often as you like.

begin;
revoke all on all tables in schema epro from epro_writer, epro_reader, epro_tools;

-- Reports are added and compared with, never changed. Books move, holes are added and counted, rejects
-- added.
grant select, insert on epro.report to epro_writer;
grant insert on epro.rejection to epro_writer;
grant select, insert, update on epro.ledger to epro_writer;
grant select, insert on epro.ledger_hole to epro_writer;

-- Whose records must not be kept: by a keyed hash. Who has the key can try ids, so analysts have not.
grant select on epro.erasure, epro.erasure_key to epro_writer, epro_tools;

-- Rejections are closed, and their second chances kept; a raw record is never changed.
grant update (state, closed_at, closed_by, closed_because) on epro.rejection to epro_tools;
grant insert, update (to_offset) on epro.redrive to epro_tools;

grant select on epro.report, epro.rejection, epro.ledger, epro.ledger_hole, epro.redrive, epro.erasure,
  epro.replay, epro.replay_range, epro.promotion, epro.promotion_report, epro.promotion_rejection,
  epro.rejection_history, epro.report_medication, epro.report_day to epro_reader, epro_tools;
commit;
