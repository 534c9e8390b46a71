"""Addresses of visits and follow-ups."""

from django.urls import path

from visits.views import followup, report

urlpatterns = [
    path("visits/", report.VisitList.as_view(), name="visit_list"),
    path("visits/new/", report.VisitNew.as_view(), name="visit_new"),
    path("units/<int:pk>/visit/", report.VisitStart.as_view(), name="visit_start"),
    path("visits/<int:pk>/", report.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/edit/", report.VisitEdit.as_view(), name="visit_edit"),
    path("visits/<int:pk>/autosave/", report.VisitAutosave.as_view(), name="visit_autosave"),
    path("visits/<int:pk>/submit/", report.VisitSubmit.as_view(), name="visit_submit"),
    path("visits/<int:pk>/discard/", report.VisitDiscard.as_view(), name="visit_discard"),
    path("visits/<int:pk>/photos/", report.VisitPhotoAdd.as_view(), name="visit_photo_add"),
    path("follow-ups/", followup.FollowUpList.as_view(), name="followup_list"),
    path("follow-ups/<int:pk>/", followup.FollowUpDetail.as_view(), name="followup_detail"),
    path("follow-ups/<int:pk>/done/", followup.FollowUpDone.as_view(), name="followup_done"),
    path("follow-ups/<int:pk>/move/", followup.FollowUpMove.as_view(), name="followup_move"),
    path("follow-ups/<int:pk>/cancel/", followup.FollowUpCancel.as_view(), name="followup_cancel"),
    path("units/<int:of_pk>/follow-ups/new/", followup.FollowUpAdd.as_view(), name="followup_add"),
    path(
        "contacts/<int:of_pk>/follow-ups/new/",
        followup.ContactFollowUpAdd.as_view(),
        name="contact_followup_add",
    ),
]
