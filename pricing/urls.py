"""Addresses of homes, purchases and their money."""

from django.urls import path

from pricing.views import home, money, purchase, search

urlpatterns = [
    path("homes/", home.HomeList.as_view(), name="home_list"),
    path("homes/new/", home.HomeAdd.as_view(), name="home_add"),
    path("homes/search/", search.HomeSearch.as_view(), name="home_search"),
    path("homes/<int:pk>/", home.HomeDetail.as_view(), name="home_detail"),
    path("homes/<int:pk>/quote/", home.HomeQuote.as_view(), name="home_quote"),
    path("units/search/", search.UnitSearch.as_view(), name="unit_search"),
    path("units/<int:pk>/discount/", money.UnitDiscount.as_view(), name="unit_discount"),
    path("purchases/", purchase.PurchaseList.as_view(), name="purchase_list"),
    path("purchases/new/", purchase.PurchaseAdd.as_view(), name="purchase_add"),
    path("purchases/buyers/", search.BuyerSearch.as_view(), name="buyer_search"),
    path("purchases/<int:pk>/", purchase.PurchaseDetail.as_view(), name="purchase_detail"),
    path(
        "purchases/<int:pk>/deposit/", purchase.PurchaseDeposit.as_view(), name="purchase_deposit"
    ),
    path(
        "purchases/<int:pk>/contract/",
        purchase.PurchaseContract.as_view(),
        name="purchase_contract",
    ),
    path(
        "purchases/<int:pk>/down-payment/",
        purchase.PurchaseDownPayment.as_view(),
        name="purchase_down_payment",
    ),
    path(
        "purchases/<int:pk>/payment/", purchase.PurchasePayment.as_view(), name="purchase_payment"
    ),
    path("purchases/<int:pk>/refund/", purchase.PurchaseRefund.as_view(), name="purchase_refund"),
    path(
        "purchases/<int:pk>/complete/",
        purchase.PurchaseComplete.as_view(),
        name="purchase_complete",
    ),
    path("purchases/<int:pk>/cancel/", purchase.PurchaseCancel.as_view(), name="purchase_cancel"),
    path("ledger/<int:pk>/reverse/", money.EntryReverse.as_view(), name="entry_reverse"),
    path("price-differences/", money.DifferenceList.as_view(), name="difference_list"),
    path(
        "price-differences/<int:pk>/settle/",
        money.DifferenceSettle.as_view(),
        name="difference_settle",
    ),
]
