"""Addresses of rewards, vouchers, what is owed, and the ranking."""

from django.urls import path

from rewards.gifts import views as gifts
from rewards.ranking.views import Ranking
from rewards.views import hold, owed, reward, voucher

urlpatterns = [
    path("rewards/", reward.RewardList.as_view(), name="reward_list"),
    path("rewards/<int:pk>/", reward.RewardDetail.as_view(), name="reward_detail"),
    path("rewards/<int:pk>/verify/", reward.RewardVerify.as_view(), name="reward_verify"),
    path("rewards/<int:pk>/pay/", reward.RewardPay.as_view(), name="reward_pay"),
    path("rewards/<int:pk>/hold/", reward.RewardHold.as_view(), name="reward_hold"),
    path("rewards/<int:pk>/release/", reward.RewardRelease.as_view(), name="reward_release"),
    path("rewards/<int:pk>/convert/", reward.RewardConvert.as_view(), name="reward_convert"),
    path("rewards/<int:pk>/refuse/", reward.RewardRefuse.as_view(), name="reward_refuse"),
    path("rewards/<int:pk>/agree/", reward.RewardAgree.as_view(), name="reward_agree"),
    path(
        "units/<int:pk>/acknowledgement/",
        reward.AcknowledgementAdd.as_view(),
        name="acknowledgement_add",
    ),
    path("gifts/<int:pk>/release/", gifts.GiftRelease.as_view(), name="gift_release"),
    path("gifts/<int:pk>/convert/", gifts.GiftConvert.as_view(), name="gift_convert"),
    path("gifts/<int:pk>/refuse/", gifts.GiftRefuse.as_view(), name="gift_refuse"),
    path("gifts/<int:pk>/agree/", gifts.GiftAgree.as_view(), name="gift_agree"),
    path("holds/", hold.HoldList.as_view(), name="hold_list"),
    path("vouchers/", voucher.VoucherList.as_view(), name="voucher_list"),
    path("vouchers/batch/", voucher.VoucherBatch.as_view(), name="voucher_batch"),
    path("vouchers/check/<str:token>/", voucher.VoucherCheck.as_view(), name="voucher_check"),
    path("vouchers/<int:pk>/", voucher.VoucherDetail.as_view(), name="voucher_detail"),
    path("vouchers/<int:pk>/print/", voucher.VoucherPrintPage.as_view(), name="voucher_print"),
    path("vouchers/<int:pk>/void/", voucher.VoucherVoid.as_view(), name="voucher_void"),
    path("reclaims/", owed.ReclaimList.as_view(), name="reclaim_list"),
    path("reclaims/<int:pk>/settle/", owed.ReclaimSettle.as_view(), name="reclaim_settle"),
    path("conversions/", owed.ConversionList.as_view(), name="conversion_list"),
    path("conversions/<int:pk>/settle/", owed.ConversionSettle.as_view(), name="conversion_settle"),
    path("tax-year/", voucher.TaxYear.as_view(), name="tax_year"),
    path("ranking/", Ranking.as_view(), name="ranking"),
]
