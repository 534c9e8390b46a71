"""`make shots`: the README's pictures, taken from the demonstration as it is served."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
django.setup()

import pypdfium2  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from core import fonts  # noqa: E402
from tests.browser.conftest import ARGUMENTS  # noqa: E402
from tests.browser.house import served  # noqa: E402
from tests.browser.people import DESK, TELEPHONE, People, Window  # noqa: E402
from tools.test import find_chromium  # noqa: E402

SHOTS = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
ENGLISH = {"locale": "en-GB", "theme": "light"}
CHINESE = {"locale": "zh-CN", "theme": "light"}
NIGHT = {"locale": "zh-CN", "theme": "dark"}
# file, who, address, window
PICTURES = (
    ("ranking.png", "manager", "/ranking/", {"viewport": DESK, **ENGLISH}),
    ("unit.png", "ann", "/units/1/", {"viewport": DESK, **ENGLISH}),
    ("purchase-zh.png", "ann", "/purchases/1/", {"viewport": DESK, **CHINESE}),
    ("reward.png", "fin1", "/rewards/1/", {"viewport": DESK, **ENGLISH}),
    ("today-telephone.png", "ann", "/", {"viewport": TELEPHONE, **ENGLISH}),
    ("units-telephone-zh.png", "ann", "/units/", {"viewport": TELEPHONE, **NIGHT}),
    ("visit-telephone-zh.png", "ann", "/visits/1/", {"viewport": TELEPHONE, **CHINESE}),
)


def main() -> None:
    """Serve the demonstration, look at each page, keep the picture small."""
    SHOTS.mkdir(exist_ok=True)
    fonts.configure()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        people = People(house, browser)
        for name, username, path, way in PICTURES:
            window = people.window(username, **way)
            window.go(path)
            window.page.wait_for_timeout(800)  # charts draw themselves
            keep(window.page.screenshot(), name)
        keep(voucher(people.window("fin1", viewport=DESK, **ENGLISH)), "voucher.png")
        people.close()


def voucher(fin1: Window) -> bytes:
    """The first page of the first voucher's PDF as a picture."""
    fin1.go("/vouchers/1/")
    document = pypdfium2.PdfDocument(fin1.printed())
    out = BytesIO()
    document[0].render(scale=1.3).to_pil().save(out, "PNG")
    return out.getvalue()


def keep(picture: bytes, name: str) -> None:
    """With 256 colours: a third of the size, and nobody sees it."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(SHOTS / name, optimize=True)
    print(f"docs/screenshots/{name}")


if __name__ == "__main__":
    main()
