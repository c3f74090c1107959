//! Which rows are written, whatever writes them.

use crate::world::World;

/// Notes every row that is written, whatever writes it.
pub(crate) const WATCH: &str = "
    CREATE TABLE touched (what text NOT NULL);
    GRANT INSERT ON touched TO PUBLIC;
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO public.touched VALUES (lower(TG_OP) || ' ' || TG_ARGV[0]);
      RETURN NULL;
    END $$;
    DO $$
    DECLARE name text;
    BEGIN
      FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND NOT relispartition AND relname NOT IN ('touched', 'test_clock')
      LOOP
        EXECUTE format('CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE ON %I
          FOR EACH ROW EXECUTE FUNCTION touch(%L)', name, name);
      END LOOP;
    END $$;";

/// The rows that were written since the last look, as `update games`, sorted.
pub(crate) async fn touched(world: &World) -> Vec<String> {
    sqlx::query_scalar("DELETE FROM touched RETURNING what")
        .fetch_all(&world.database.owner)
        .await
        .map(|mut all: Vec<String>| {
            all.sort();
            all
        })
        .unwrap()
}
