-- The programs' own roles, and those that the functions of the books run as: nobody logs in as
-- either of the latter, and neither owns a table, so that row-level security holds for them too.
-- `dbsbm_books` sees the server that the transaction acts for, `dbsbm_settling` every server.
-- Roles belong to the cluster, so another database may have made them.
DO $$
BEGIN
  CREATE ROLE dbsbm_bot LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
  CREATE ROLE dbsbm_fetcher LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
  CREATE ROLE dbsbm_books NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$
BEGIN
  CREATE ROLE dbsbm_settling NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- Whoever migrates may also act as either program: a first try needs one URL only. A superuser
-- may already; an owner that is none gets the membership, where it made the roles itself.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
     AND NOT pg_has_role(current_user, 'dbsbm_bot', 'MEMBER') THEN
    EXECUTE format('GRANT dbsbm_bot, dbsbm_fetcher, dbsbm_books, dbsbm_settling TO %I',
      current_user);
  END IF;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;

GRANT USAGE ON SCHEMA public TO dbsbm_bot, dbsbm_fetcher, dbsbm_books, dbsbm_settling;
-- A program that may not migrate refuses to start on a schema that is too old.
DO $$
BEGIN
  IF to_regclass('_sqlx_migrations') IS NOT NULL THEN
    GRANT SELECT ON _sqlx_migrations TO dbsbm_bot, dbsbm_fetcher;
  END IF;
END $$;

-- One clock decides every lock. STABLE, though each statement reads the clock anew: no engine that
-- shares out tables plans an update by a volatile function. Tests replace this function in their
-- template, nothing else may.
CREATE FUNCTION app_now() RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT clock_timestamp() $$;

-- The server on whose behalf a statement runs; row-level security compares with it.
CREATE FUNCTION app_guild() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('dbsbm.guild', true), '')::bigint $$;

-- Which history of the database this is: the cluster's own number, and the timeline, which changes
-- when a backup is restored to a moment or to its end, and when a standby is promoted. A service
-- that hides either has one history only.
CREATE FUNCTION app_history() RETURNS text
  LANGUAGE plpgsql STABLE
  AS $$
BEGIN
  RETURN (SELECT system_identifier FROM pg_control_system()) || '/'
    || left(pg_walfile_name(pg_current_wal_lsn()), 8);
EXCEPTION
  WHEN insufficient_privilege OR undefined_function OR feature_not_supported
    OR object_not_in_prerequisite_state THEN RETURN 'unknown';
END $$;
