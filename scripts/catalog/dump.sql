-- The catalog of a migrated database in a form that can be compared: everything by name, nothing
-- by the order in which it was made.
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' | '
SELECT 'table', n.nspname, c.relname, c.relkind, c.relrowsecurity, c.reloptions, c.relacl
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'code') AND c.relkind IN ('r', 'p', 'v') AND c.relname !~ '^_sqlx'
ORDER BY 2, 3;
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.attidentity, pg_get_expr(d.adbin, d.adrelid), a.attacl
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
  AND NOT a.attisdropped AND c.relname !~ '^_sqlx'
ORDER BY 2, 3;
SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
  AND conrelid::regclass::text !~ '^_sqlx'
ORDER BY conrelid::regclass::text, conname;
SELECT 'index', tablename, indexname, indexdef
FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ '^_sqlx' ORDER BY 2, 3;
SELECT 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check
FROM pg_policies ORDER BY 2, 3;
SELECT 'trigger', tgrelid::regclass, tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal ORDER BY 2, 3;
SELECT 'function', p.oid::regprocedure, p.proowner::regrole, p.prosecdef, p.provolatile,
  p.proparallel, p.proconfig, (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(p.proacl) x),
  pg_get_function_result(p.oid)
FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('public', 'code')
ORDER BY p.oid::regprocedure::text;
SELECT 'body', p.oid::regprocedure, p.prosrc
FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('public', 'code')
ORDER BY p.oid::regprocedure::text;
