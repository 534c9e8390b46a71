"""Addresses of the budget."""

from django.urls import path

from budget import views

urlpatterns = [path("budget/", views.LineList.as_view(), name="line_list")]
