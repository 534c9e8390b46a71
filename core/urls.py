"""Addresses core itself answers."""

from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
