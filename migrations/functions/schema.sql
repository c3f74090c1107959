-- Runs before the other files of this folder: functions are made anew as a whole.
DROP SCHEMA IF EXISTS code CASCADE;
CREATE SCHEMA code;
-- Functions call each other, in whatever order their files come.
SET LOCAL check_function_bodies = off;
