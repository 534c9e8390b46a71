"""Labels of the paper: Chinese, with the reader's language beside it where that is another one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.money import yuan

register = template.Library()


@register.simple_tag
def label(english: str, chinese: str) -> SafeString:
    """ "编号 Voucher number" for an English reader, "编号" for a Chinese one."""
    if (get_language() or "").startswith("zh"):
        return format_html("{}", chinese)
    return format_html("{} {}", chinese, english) if chinese else format_html("{}", english)


@register.filter
def grouped(amount: str) -> str:
    """1,000.00."""
    return f"{yuan(amount):,.2f}"
