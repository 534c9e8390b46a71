"""The figures and names of the demonstration, as the 2008 plan gives them."""

from datetime import date

from units.models import Target
from units.services import CampaignPlan, PlannedTarget

PROJECT = {
    "name": "尚格名邸",
    "code": "shangge",
    "address": "泉州市鲤城区江滨北路 28 号",
    "latitude": "24.898000",
    "longitude": "118.582000",
}
TEAMS = (("拓展一组", "鲤城区"), ("拓展二组", "丰泽区"))
SINCE = date(2008, 5, 1)

# user name, name, role, number of the team (0: none), leads it
PEOPLE = (
    ("ann", "安小琴", "sales", 1, False),
    ("bob", "鲍立人", "sales", 1, False),
    ("cai", "蔡文达", "sales", 2, False),
    ("lead1", "黎志明", "leader", 1, True),
    ("lead2", "林佩珊", "leader", 2, True),
    ("manager", "马国强", "manager", 0, False),
    ("planner", "潘晓蕾", "planner", 0, False),
    ("brand", "白若兰", "brand", 0, False),
    ("director", "董建华", "director", 0, False),
    ("headoffice", "何总部", "headoffice", 0, False),
    ("fin1", "范敏", "finance", 0, False),
    ("fin2", "方志远", "finance", 0, False),
    ("law", "罗法正", "compliance", 0, False),
)

# code, English, Chinese, public sector, must be visited, how its people buy in groups (U1, P3)
CATEGORIES = (
    ("chamber", "Chamber of commerce", "商会", False, False, "members"),
    ("soe", "Large state-owned enterprise", "国企", True, False, "none"),
    ("institution", "Public institution", "事业单位", True, False, "certificate"),
    ("factory", "Factory or mine", "厂矿", False, False, "members"),
    ("market", "Traders of a specialised market", "专业市场经营户", False, False, "members"),
    ("college", "College or university", "高校", True, False, "certificate"),
    ("school", "School", "学校", True, False, "certificate"),
    ("organ", "Administrative organ", "行政机关", True, False, "certificate"),
    ("bank", "Bank", "银行", True, True, "none"),
    ("media", "Media", "媒体", False, True, "none"),
    ("advertising", "Advertising agency", "广告公司", False, True, "none"),
    ("agency", "Sales agency", "代理公司", False, True, "none"),
    ("event", "Event company", "活动公司", False, False, "none"),
    ("securities", "Securities company", "证券公司", False, False, "none"),
    ("office", "Office building", "写字楼", False, False, "none"),
    ("business", "Business district", "商圈", False, False, "none"),
    ("industrial", "Industrial area", "工业区", False, False, "members"),
    ("street", "Street shops", "临街商铺", False, False, "none"),
    ("residential", "Residential compound", "高档小区", False, False, "none"),
    ("theatre", "Theatre", "剧院", False, False, "none"),
    ("store", "Department store", "百货", False, False, "none"),
    ("union", "Trade union", "工会", True, False, "none"),
)


def campaign_plan(name: str, first: date, last: date, phases: bool = True) -> CampaignPlan:
    """The plan of 2008 in a window; its phases only stand in the window of 2008 itself."""
    return CampaignPlan(
        name=name,
        starts_on=first,
        ends_on=last,
        phases=_PHASES if phases else (),
        rounds=(("鲤城区、丰泽区", "泉州商会、温州商会"), ("", ""), ("", ""), ("", "")),
        targets=(
            PlannedTarget("厂矿 Factories or mines", Target.Kind.UNITS, 3, ("factory",)),
            PlannedTarget("商会 Chambers of commerce", Target.Kind.UNITS, 2, ("chamber",)),
            PlannedTarget("行政机关 Administrative organs", Target.Kind.UNITS, 5, ("organ",)),
            PlannedTarget("登记客户 Registrations", Target.Kind.REGISTRATIONS, 400),
            PlannedTarget("诚意客户转化 Sincere customers, %", Target.Kind.CONVERSION, 30),
        ),
    )


_PHASES = (
    ("信息收集 Information", date(2008, 5, 15), date(2008, 5, 30)),
    ("拜访 Visits", date(2008, 6, 1), date(2008, 7, 1)),
    ("签约 Contracts", date(2008, 7, 1), date(2008, 7, 15)),
)
# line, the line it is part of, yuan (B1); the whole lines come to 55,000
BUDGET = (
    ("宣传物料 Advertising material", "", "15000"),
    ("礼品 Gifts", "", "25000"),
    ("普通礼品 General gifts", "礼品 Gifts", "5000"),
    ("关键人物礼品 Key persons", "礼品 Gifts", "20000"),
    ("精品礼品 Fine gifts", "关键人物礼品 Key persons", "5000"),
    ("交通 Transport", "", "10000"),
    ("不可预见 Unforeseen", "", "5000"),
)
CAMPAIGN_2008 = ("大客户拓展 2008", date(2008, 5, 15), date(2008, 7, 15))

# name, English short name, category, address, headcount, income, who follows
UNITS = (
    ("泉州商会", "Quanzhou Chamber", "chamber", "泉州市鲤城区新门街 6 号", 380, 68000, "ann"),
    ("晋江恒达纺织厂", "Hengda Textile Mill", "factory", "晋江市青阳街道", 1260, 32000, "bob"),
    ("南安石材矿业公司", "Nan'an Quarries", "factory", "南安市水头镇", 860, 36000, "ann"),
    ("石狮鞋服厂", "Shishi Shoes", "factory", "石狮市灵秀镇", 640, 30000, "cai"),
    ("丰泽建材市场", "Fengze Building Market", "market", "泉州市丰泽区", 210, 75000, "cai"),
    ("泉州市实验中学", "Experimental Middle School", "school", "泉州市鲤城区", 190, 48000, "ann"),
    ("泉州市国土局", "Land Bureau", "organ", "泉州市丰泽区东海", 120, 56000, "cai"),
    ("华侨大学", "Huaqiao University", "college", "泉州市丰泽区城华北路", 1500, 62000, "bob"),
)

# unit, day of the first visit in 2008, whom we met, position, mobile; strength, sincerity factors
VISITS = (
    ("泉州商会", date(2008, 6, 2), "陈金水", "会长", "13805950001", 85, 90),
    ("晋江恒达纺织厂", date(2008, 6, 3), "苏丽华", "工会主席", "13805950002", 70, 65),
    ("南安石材矿业公司", date(2008, 6, 4), "洪志强", "办公室主任", "13805950003", 60, 60),
    ("石狮鞋服厂", date(2008, 6, 5), "施文彬", "厂办主任", "13805950004", 55, 45),
    ("泉州市实验中学", date(2008, 6, 10), "叶秋萍", "工会主席", "13805950005", 65, 70),
    ("泉州市国土局", date(2008, 6, 11), "吴建平", "办公室主任", "13805950006", 75, 40),
)
ID_NUMBER = "11010519491231002X"  # the example of GB 11643-1999

# building, storeys, and the homes of a storey: number on it, area, yuan per m²
BUILDING, STOREYS = "1", 8
FLATS = (("01", "89.00", "3200"), ("02", "110.50", "3300"), ("03", "130.00", "3400"))

# home, buyer, mobile, unit, who sells, how far it has come. The ninth of the chamber brings the
# group discount to all nine; the last two sold to its members are signed afterwards.
SALES = (
    ("203", "林国华", "13959900001", "泉州商会", "ann", "down_paid"),
    ("303", "黄美玲", "13959900002", "泉州商会", "ann", "down_paid"),
    ("403", "张伟明", "13959900003", "泉州商会", "bob", "down_paid"),
    ("202", "李雅婷", "13959900004", "泉州商会", "ann", "contracted"),
    ("302", "王志远", "13959900005", "泉州商会", "ann", "subscribed"),
    ("402", "吴晓东", "13959900006", "泉州商会", "bob", "subscribed"),
    ("502", "郑秀英", "13959900007", "泉州商会", "ann", "subscribed"),
    ("602", "许建军", "13959900008", "泉州商会", "ann", "subscribed"),
    ("503", "谢文婷", "13959900009", "泉州商会", "ann", "subscribed"),
    ("603", "曾庆丰", "13959900010", "南安石材矿业公司", "ann", "down_paid"),
    ("703", "庄雅芳", "13959900011", "泉州市实验中学", "ann", "down_paid"),
    ("701", "蒋志豪", "13959900012", "石狮鞋服厂", "cai", "subscribed"),
)
RESERVED_ON, DEPOSIT_ON = date(2008, 6, 20), date(2008, 6, 21)
SIGNED_ON, PAID_ON = date(2008, 7, 2), date(2008, 7, 7)
ACKNOWLEDGED_ON = date(2008, 6, 25)

# Sold this month, so that the ranking has contracts to rank.
SALES_NOW = (
    ("702", "柯丽萍", "13959900021", "丰泽建材市场", "cai", "contracted"),
    ("301", "潘建华", "13959900022", "丰泽建材市场", "cai", "subscribed"),
    ("201", "洪淑芬", "13959900023", "晋江恒达纺织厂", "bob", "contracted"),
)

# How far the chamber's rewards have come, by home; the others show themselves as held.
DESK = (("203", "paid"), ("303", "verified"))

# registrations of this month by salesperson, and how many of them came
CUSTOMERS = (("ann", 14, 9), ("bob", 8, 4), ("cai", 16, 8), ("lead2", 3, 2))
SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪曾"
GIVEN = ("志明", "淑芬", "建国", "丽娟", "家豪", "雅琪", "俊杰", "美惠", "文彬", "秋月")
