"""Addresses of people: sign-in, second factor, inbox, settings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
