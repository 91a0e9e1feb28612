-- Who may do what in the database. Run once by an administrator, in the database itself, before the first
-- "processor migrate"; then grants.sql after each. Nobody has a password yet: set each with \password,
-- or ALTER ROLE epro_writer PASSWORD '...'.
--
--   epro_owner   owns the schema: runs "processor migrate", grants.sql, replays and "processor erase"
--   epro_writer  the processor, with processor.postgres.migrate=false
--   epro_reader  whoever looks: analysts, consoles, "processor reconcile"
--   epro_tools   whoever runs "processor redrive" and "processor discard"

create role epro_owner login nosuperuser nocreatedb nocreaterole;
create role epro_writer login nosuperuser nocreatedb nocreaterole;
create role epro_reader login nosuperuser nocreatedb nocreaterole;
create role epro_tools login nosuperuser nocreatedb nocreaterole;

-- Nobody else comes into this database, and nobody puts anything into its schema public.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to epro_owner, epro_writer, epro_reader, epro_tools',
    current_database());
  -- A replay has a schema of its own.
  execute format('grant create on database %I to epro_owner', current_database());
  -- The staging table, through which reports go that may be stored already.
  execute format('grant temporary on database %I to epro_writer, epro_owner', current_database());
end $$;
revoke all on schema public from public;

create schema epro authorization epro_owner;
grant usage on schema epro to epro_writer, epro_reader, epro_tools;

-- What a migration makes can be used at once; grants.sql then takes back what is too much.
alter default privileges for role epro_owner in schema epro
  grant select, insert, update on tables to epro_writer;
alter default privileges for role epro_owner in schema epro
  grant select on tables to epro_reader, epro_tools;
