-- The versions of a server's parts of the cache. A process asks for them before it looks there, in no
-- transaction of its own.
CREATE FUNCTION code.cache_versions_of(p_guild bigint)
  RETURNS TABLE (namespace text, version uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT v.namespace, v.version FROM guild_cache_versions v WHERE v.guild_id = p_guild;
END $$;
