-- The first migration makes no table.
SELECT app_now();
