"""Addresses core itself answers."""

from django.urls import URLPattern, path

from core.views import approvals, audit, files, imports, policies, today, watch
from core.views.health import health

urlpatterns: list[URLPattern] = [
    path("approvals/", approvals.ApprovalList.as_view(), name="approval_list"),
    path("approvals/<int:pk>/", approvals.ApprovalDetail.as_view(), name="approval_detail"),
    path("approvals/<int:pk>/decide/", approvals.ApprovalDecide.as_view(), name="approval_decide"),
    path(
        "approvals/<int:pk>/withdraw/",
        approvals.ApprovalWithdraw.as_view(),
        name="approval_withdraw",
    ),
    path("", today.Today.as_view(), name="today"),
    path("files/<int:pk>/", files.FileOpen.as_view(), name="file_open"),
    path("audit/", audit.AuditList.as_view(), name="audit_list"),
    path("audit/check/", audit.AuditCheck.as_view(), name="audit_check"),
    path("health/", health, name="health"),
    path("imports/", imports.ImportList.as_view(), name="import_list"),
    path("imports/<slug:kind>/new/", imports.ImportNew.as_view(), name="import_add"),
    path("imports/<int:pk>/", imports.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/columns/", imports.ImportMap.as_view(), name="import_map"),
    path("imports/<int:pk>/confirm/", imports.ImportConfirm.as_view(), name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.ImportDiscard.as_view(), name="import_discard"),
    path("imports/<int:pk>/rejected/", imports.ImportRejected.as_view(), name="import_rejected"),
    path("invariants/", watch.InvariantList.as_view(), name="invariant_list"),
    path("jobs/", watch.JobList.as_view(), name="job_list"),
    path("policies/", policies.PolicyList.as_view(), name="policy_list"),
    path("policies/<slug:kind>/", policies.PolicyDetail.as_view(), name="policy_detail"),
    path("policies/<slug:kind>/new/", policies.PolicySet.as_view(), name="policy_add"),
    path("policies/<int:pk>/withdraw/", policies.PolicyWithdraw.as_view(), name="policy_withdraw"),
]
