-- The rights to each table, exactly. Run as epro_owner after each "processor migrate"; as often as you like.

begin;
revoke all on all tables in schema epro from epro_writer, epro_reader;

-- Reports are added and compared with, never changed. Books move, holes are added and counted, rejects
-- added.
grant select, insert on epro.report to epro_writer;
grant insert on epro.rejection to epro_writer;
grant select, insert, update on epro.ledger to epro_writer;
grant select, insert on epro.ledger_hole to epro_writer;

grant select on epro.report, epro.rejection, epro.ledger, epro.ledger_hole to epro_reader;
commit;
