-- How many rows of a table have a moment in this column that is longer ago than that.
CREATE FUNCTION code.count_old_rows(p_table text, p_column text, p_older_than interval)
  RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_old bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %I o WHERE o.%I < app_now() - $1', p_table, p_column)
    INTO v_old USING p_older_than;
  RETURN v_old;
END $$;
