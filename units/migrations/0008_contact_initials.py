from django.db import migrations, models

from core.trigram import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("units", "0007_likeness_fill")]
    operations = [
        migrations.AddField(
            model_name="contact",
            name="initials",
            field=models.CharField(default="", editable=False, max_length=60),
        ),
        TrigramIndex("units_contact", "initials"),
    ]
