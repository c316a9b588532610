from django.db import migrations, models


def write_notes(apps, schema_editor):
    apps.get_model("jobs", "Duty").objects.using(schema_editor.connection.alias).update(
        note="grown"
    )


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.AddField("Duty", "note", models.CharField(max_length=20, default="")),
        migrations.RunPython(write_notes, migrations.RunPython.noop),
    ]
