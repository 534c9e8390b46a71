"""Addresses of units, people, customers and campaigns."""

from django.urls import path

from units.views import campaign, customer, people, unit

urlpatterns = [
    path("units/", unit.UnitList.as_view(), name="unit_list"),
    path("units/new/", unit.UnitAdd.as_view(), name="unit_add"),
    path("units/same/", unit.UnitSame.as_view(), name="unit_same"),
    path("units/<int:pk>/", unit.UnitDetail.as_view(), name="unit_detail"),
    path("units/<int:pk>/edit/", unit.UnitEdit.as_view(), name="unit_edit"),
    path("units/<int:pk>/evaluation/", unit.UnitEvaluate.as_view(), name="unit_evaluate"),
    path("units/<int:pk>/key-person/", unit.KeyPersonName.as_view(), name="key_person_name"),
    path("units/<int:unit_pk>/contacts/new/", people.ContactAdd.as_view(), name="contact_add"),
    path("contacts/", people.ContactList.as_view(), name="contact_list"),
    path("contacts/<int:pk>/", people.ContactDetail.as_view(), name="contact_detail"),
    path("contacts/<int:pk>/edit/", people.ContactEdit.as_view(), name="contact_edit"),
    path("contacts/<int:pk>/identity/", people.ContactReveal.as_view(), name="contact_reveal"),
    path("contacts/<int:pk>/arrival/", customer.ArrivalRecord.as_view(), name="arrival_record"),
    path("registrations/", customer.RegistrationList.as_view(), name="registration_list"),
    path("registrations/new/", customer.CustomerRegister.as_view(), name="customer_register"),
    path("registrations/known/", customer.CustomerKnown.as_view(), name="customer_known"),
    path("arrivals/", customer.ArrivalList.as_view(), name="arrival_list"),
    path("campaigns/", campaign.CampaignList.as_view(), name="campaign_list"),
    path("campaigns/<int:pk>/", campaign.CampaignDetail.as_view(), name="campaign_detail"),
]
