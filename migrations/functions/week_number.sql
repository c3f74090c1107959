-- Weeks since Monday, 5 January 1970: the sequence under which relief is given, once a week.
CREATE FUNCTION code.week_number(p_at timestamptz) RETURNS int
  LANGUAGE sql IMMUTABLE
  AS $$ SELECT floor((extract(epoch FROM p_at) - 345600) / 604800)::int $$;
