"""Migrations and models say the same: tests make their tables from models, desks from migrations."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_migrations_are_those_of_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
