-- Who has less than this in cash and at risk together is topped up to it on Monday, 00:00 UTC.
CREATE FUNCTION code.relief_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 10000000::bigint $$;
