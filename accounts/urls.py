"""Addresses of people: sign-in, second factor, inbox, settings, administration."""

from django.urls import URLPattern, path

from accounts.views import own, people, saved_views, second_factor, sign_in

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("second-factor/", second_factor.SecondFactorVerify.as_view(), name="second_factor_verify"),
    path(
        "second-factor/set-up/",
        second_factor.SecondFactorSetup.as_view(),
        name="second_factor_setup",
    ),
    path("second-factor/codes/", second_factor.BackupCodes.as_view(), name="backup_codes"),
    path(
        "second-factor/off/",
        second_factor.SecondFactorRemove.as_view(),
        name="second_factor_remove",
    ),
    path("me/", own.Me.as_view(), name="me"),
    path("password/", own.PasswordChange.as_view(), name="password_change"),
    path("theme/", own.ThemeSet.as_view(), name="theme_set"),
    path("language/", own.LanguageSet.as_view(), name="language_set"),
    path("inbox/", own.Inbox.as_view(), name="inbox"),
    path("inbox/read/", own.InboxRead.as_view(), name="inbox_read"),
    path("inbox/<int:pk>/", own.InboxOpen.as_view(), name="inbox_open"),
    path("views/", saved_views.SavedViewList.as_view(), name="saved_view_list"),
    path("views/new/", saved_views.SavedViewAdd.as_view(), name="saved_view_add"),
    path("views/<int:pk>/edit/", saved_views.SavedViewEdit.as_view(), name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.SavedViewDelete.as_view(), name="saved_view_delete"),
    path("people/", people.PersonList.as_view(), name="person_list"),
    path("people/new/", people.PersonAdd.as_view(), name="person_add"),
    path("people/<int:pk>/", people.PersonDetail.as_view(), name="person_detail"),
    path("people/<int:pk>/edit/", people.PersonEdit.as_view(), name="person_edit"),
    path("people/<int:pk>/team/", people.PersonTeam.as_view(), name="person_team"),
    path("people/<int:pk>/password/", people.PersonPassword.as_view(), name="person_password"),
    path("people/<int:pk>/leave/", people.PersonLeave.as_view(), name="person_leave"),
    path("people/<int:pk>/return/", people.PersonReturn.as_view(), name="person_return"),
    path(
        "people/<int:pk>/second-factor/",
        people.PersonSecondFactor.as_view(),
        name="person_second_factor",
    ),
]
