from django.db import migrations

from dialogwerk.apps.base.triggers import immutable_triggers


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_rounds")]

    operations = immutable_triggers("opinions_earliervote", "opinions_opinionmap")
