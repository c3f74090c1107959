-- Moves the versions of these servers' parts of a namespace, and tells every process to look when the
-- transaction commits. Comes last in a transaction: whoever moves the same one waits for its end.
CREATE FUNCTION code.move_cache(p_guilds bigint[], p_namespace text) RETURNS void
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  -- In key order, so that two pages with the same servers never wait for each other.
  INSERT INTO guild_cache_versions AS v (guild_id, namespace)
  SELECT DISTINCT g.guild_id, p_namespace FROM unnest(p_guilds) AS g(guild_id) ORDER BY 1
  ON CONFLICT ON CONSTRAINT guild_cache_versions_pkey DO UPDATE
  SET version = excluded.version, moved_by = excluded.moved_by;
  IF FOUND THEN
    PERFORM pg_notify('dbsbm_cache', '');
  END IF;
END $$;
