"""The service directory around the project (U10)."""

from typing import Any

from core.commands import execute
from rewards.demo.people import Cast
from units.models import DirectoryEntry
from units.services.directory import FACTS, directory_add

COLUMNS = (*FACTS[:5], *FACTS[7:11], *FACTS[5:7])  # the place comes last
ENTRIES = """
sight||开元寺|0595-22383036|鲤城区西街 176 号|7:30–17:30|10 元|||24.916700|118.581200
sight||清源山风景区|0595-22770017|丰泽区清源街道|6:00–18:00|70 元|八折|yes|24.957500|118.603300
housekeeping||安居家政|0595-22160088|鲤城区涂门街 98 号|8:00–20:00|保洁 35 元/小时|业主九折|yes||
housekeeping||顺风搬家|0595-22881234|丰泽区泉秀街|7:00–21:00|每车 280 元起|业主减 50 元|yes||
number||自来水服务热线|0595-22968968||24 小时|||||
number||房产交易中心|0595-22500161|丰泽区东海大街|工作日 8:30–17:00||||24.876900|118.675700
bank||建设银行涂门街支行|0595-22282195|鲤城区涂门街|9:00–17:00||按揭免评估费||24.904600|118.591500
bank||中国银行丰泽支行|0595-22115566|丰泽区丰泽街|9:00–17:00|||||
surroundings|school|实验小学|0595-22372661|鲤城区镇抚巷|||||24.908300|118.586900
surroundings|hospital|第一医院|0595-22277115|鲤城区东街 250 号|24 小时||||24.913400|118.593200
surroundings|shop|中闽百汇|0595-22503888|丰泽区温陵南路|10:00–22:00||||24.903300|118.598900
surroundings|road|江滨北路公交站||鲤城区江滨北路|6:10–22:30|1 元|||24.898200|118.583100
study||远航留学|0595-28061199|丰泽区津淮街|9:00–18:00|咨询免费|申请费九折|yes||
"""


def seed_directory(cast: Cast) -> None:
    """What is missing of it."""
    known = set(DirectoryEntry.objects.filter(project=cast.project).values_list("name", flat=True))
    for line in ENTRIES.strip().splitlines():
        facts = _facts(line)
        if facts["name"] not in known:
            by, project = cast.people["planner"], cast.project.pk
            execute(directory_add, facts=facts, project_id=project, by=by)


def _facts(line: str) -> dict[str, Any]:
    cells: dict[str, Any] = dict(zip(COLUMNS, line.split("|"), strict=True))
    cells["address"] = cells["address"] and f"泉州市{cells['address']}"
    cells["pick_up"] = bool(cells["pick_up"])
    return {name: value for name, value in cells.items() if value != ""}
