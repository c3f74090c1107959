-- Acts for a server until the transaction ends: row-level security shows no other. Refuses to
-- change sides where the transaction acts for another one already.
CREATE FUNCTION code.act_for(p_guild bigint) RETURNS void
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF app_guild() = p_guild THEN
    RETURN;
  END IF;
  IF app_guild() <> p_guild THEN
    RAISE EXCEPTION 'acting for server %, not for %', app_guild(), p_guild
      USING ERRCODE = 'P0001', CONSTRAINT = 'acting_guild';
  END IF;
  -- Not set_config(): a setting that is set by SET LOCAL is passed on to the machines of an engine
  -- that shares out tables.
  EXECUTE format('SET LOCAL dbsbm.guild = %L', p_guild);
END $$;
