"""Names as they are on lists in Fujian: organisations and people, with how they sound."""

import random
from functools import lru_cache
from typing import Any

from core import sound
from units.rules import normalise_name
from units.search import doubled, person_spelled, short_spelled

_PLACES = (
    "泉州 温州 晋江 石狮 南安 惠安 安溪 永春 德化 鲤城 丰泽 "
    "洛江 厦门 漳州 福州 莆田 三明 龙岩 宁德 浙江 江西 河南"
)
WORDS = "华南东方新海金泰恒达永盛宏福源祥瑞丰和兴隆诚信联众天地山川江河云石木林"
_KINDS = (
    "纺织厂 商会 建材市场 石材公司 中学 医院 鞋服有限公司 机械厂 茶厂 "
    "物流园 小学 银行支行 陶瓷集团 服装市场 税务局 大学 电器厂"
)
_SURNAMES = (
    "陈 林 黄 张 吴 李 郑 王 刘 苏 蔡 杨 许 郭 曾 洪 庄 周 叶 谢 何 赖 徐 邱 江 廖 傅 欧阳 单 解"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志远晓东梅玲辉鹏飞宇婷浩欣怡佳俊"


PLACES, KINDS, SURNAMES = _PLACES.split(), _KINDS.split(), _SURNAMES.split()


def unit_named(dice: random.Random, number: int, taken: set[str]) -> dict[str, Any]:
    """The columns of a unit's name; where it is `taken`, the number makes it the only one."""
    name = dice.choice(PLACES) + "".join(dice.choices(WORDS, k=2)) + dice.choice(KINDS)
    if normalise_name(name) in taken:
        name = f"{name}{number}"
    taken.add(normalise_name(name))
    return {
        "name": name,
        "normalised": normalise_name(name),
        "doubled": doubled(name),
        "sound": sound.pinyin(name, person=False),
        "initials": sound.initials(name, person=False)[:60],
        "short_name": name[:2] + name[-2:],
        "short_spelled": short_spelled(name[:2] + name[-2:]),
    }


def person_named(dice: random.Random) -> dict[str, Any]:
    """The columns of a person's name; many are called alike."""
    given = "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))
    return _person(dice.choice(SURNAMES) + given)


@lru_cache(maxsize=200_000)
def _person(name: str) -> dict[str, Any]:
    return {"name": name, **person_spelled(name)}
