-- Forgets rows of a table whose column says a moment longer ago than that, at most so many. Returns
-- how many. It runs as a role that may delete from few tables: those whose comments give a term.
CREATE FUNCTION code.forget_rows(
  p_table text, p_column text, p_older_than interval, p_limit bigint)
  RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_forgotten bigint;
BEGIN
  EXECUTE format(
    'DELETE FROM %1$I WHERE ctid = ANY (ARRAY('
      'SELECT o.ctid FROM %1$I o WHERE o.%2$I < app_now() - $1 LIMIT $2))',
    p_table, p_column)
    USING p_older_than, p_limit;
  GET DIAGNOSTICS v_forgotten = ROW_COUNT;
  RETURN v_forgotten;
END $$;
