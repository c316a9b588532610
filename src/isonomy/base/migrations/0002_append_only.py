from django.db import migrations

TABLES = ("base_event", "base_rowchange")
# INSERT OR REPLACE takes the old row away without firing a DELETE trigger.
SAME = {
    "base_event": (
        "id = NEW.id OR (organisation_id = NEW.organisation_id AND sequence = NEW.sequence)"
    ),
    "base_rowchange": "id = NEW.id",
}


def forwards(apps, schema):
    if schema.connection.vendor == "postgresql":
        schema.execute(
            "CREATE FUNCTION isonomy_refuse_change() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql"
        )
        for table in TABLES:
            schema.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION isonomy_refuse_change()"
            )
            schema.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION isonomy_refuse_change()"
            )
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            schema.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                "SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
        schema.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {SAME[table]}) BEGIN "
            "SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )



class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
