from django.db import migrations


def fail(apps, schema_editor):
    apps.get_model("jobs", "Duty").objects.using(schema_editor.connection.alias).all().delete()
    raise RuntimeError("the disk of this test is full")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_duty_note")]
    operations = [migrations.RunPython(fail, migrations.RunPython.noop)]
