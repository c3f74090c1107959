-- Notes the history that the database is in, where it is a new one, and returns the moment that it
-- goes on from. It is called before anybody renews the lease, whose end says when the fetcher was
-- last at work.
CREATE FUNCTION code.enter_history() RETURNS timestamptz
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_from timestamptz;
BEGIN
  IF EXISTS (SELECT FROM histories WHERE history = app_history()) THEN
    RETURN NULL;
  END IF;
  INSERT INTO histories (history, resumed_from)
  SELECT app_history(), least(app_now(), pg_last_xact_replay_timestamp(), coalesce(
    (SELECT l.expires_at FROM leases l WHERE l.name = 'fetcher'), app_now() - interval '30 days'))
  ON CONFLICT ON CONSTRAINT histories_pkey DO NOTHING
  RETURNING resumed_from INTO v_from;
  RETURN v_from;
END $$;
