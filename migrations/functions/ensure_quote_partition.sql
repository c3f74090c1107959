-- Makes the partition of that month, where it is missing. The owner's, for the fetcher to call.
CREATE FUNCTION code.ensure_quote_partition(p_month date) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  first_day date := date_trunc('month', p_month)::date;
  partition text := format('quote_changes_%s', to_char(first_day, 'YYYY_MM'));
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format(
    'CREATE TABLE %I PARTITION OF quote_changes FOR VALUES FROM (%L) TO (%L)',
    partition, first_day::timestamptz, (first_day + interval '1 month')::timestamptz);
  RETURN true;
EXCEPTION
  -- Made by another fetcher at the same moment, or the default partition has rows of that month.
  WHEN duplicate_table OR check_violation THEN RETURN false;
END $$;
