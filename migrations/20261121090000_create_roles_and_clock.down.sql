-- The roles stay: another database of the cluster may use them.
DROP FUNCTION app_guild();
DROP FUNCTION app_now();
REVOKE USAGE ON SCHEMA public FROM dbsbm_bot, dbsbm_fetcher;
DO $$
BEGIN
  IF to_regclass('_sqlx_migrations') IS NOT NULL THEN
    REVOKE SELECT ON _sqlx_migrations FROM dbsbm_bot, dbsbm_fetcher;
  END IF;
END $$;
