-- What a new member starts with: 100 units.
CREATE FUNCTION code.starting_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 100000000::bigint $$;
