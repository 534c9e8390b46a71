"""Text as people type it: full-width signs folded, traditional characters read as simplified."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.translation import pgettext

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Traditional and simplified, the characters met in names of organisations and places. By hand: a
# library with all of them decides by context, and a hint at likely duplicates needs no more.
_PAIRS = """
    國国 學学 會会 業业 廠厂 廣广 東东 車车 門门 電电 機机 銀银 鐵铁 鋼钢 錢钱 貿贸 財财 貨货 質质
    資资 購购 費费 賓宾 賢贤 實实 寶宝 寧宁 豐丰 華华 萬万 與与 興兴 舉举 義义 聯联 聖圣 聲声 職职
    肅肃 藝艺 藥药 蘇苏 蘭兰 處处 術术 衛卫 裝装 製制 複复 視视 覺觉 觀观 計计 設设 許许 訊讯 訓训
    記记 診诊 詢询 試试 話话 語语 誠诚 課课 調调 談谈 論论 證证 識识 議议 護护 貝贝 軍军 軟软 載载
    輕轻 輛辆 輪轮 輸输 辦办 農农 運运 過过 達达 遠远 適适 選选 郵邮 鄉乡 鄭郑 醫医 針针 鈴铃 鋁铝
    錦锦 鍋锅 鎮镇 鏡镜 鐘钟 鍾钟 鑄铸 長长 開开 間间 閩闽 關关 陽阳 陳陈 隊队 際际 險险 雙双 雜杂
    離离 雲云 靈灵 項项 順顺 預预 領领 頭头 題题 願愿 顧顾 風风 飛飞 飯饭 飲饮 館馆 養养 馬马 駐驻
    駕驾 騰腾 驗验 魚鱼 鮮鲜 鳳凤 麗丽 黃黄 點点 黨党 齊齐 龍龙 個个 倉仓 偉伟 備备 傳传 價价 億亿
    優优 儲储 兒儿 內内 兩两 冊册 凱凯 劃划 劇剧 劉刘 動动 務务 勝胜 勞劳 勵励 匯汇 區区 協协 單单
    員员 啟启 啓启 嚴严 園园 圍围 圓圆 圖图 團团 報报 場场 壓压 壇坛 師师 帶带 幣币 幹干 庫库 廈厦
    廚厨 廟庙 廳厅 張张 強强 後后 從从 復复 慶庆 應应 憲宪 戶户 戲戏 戰战 據据 擴扩 攝摄 數数 時时
    晉晋 書书 條条 楊杨 構构 榮荣 樂乐 樓楼 標标 樣样 樹树 橋桥 檢检 櫃柜 權权 歐欧 歷历 歸归 氣气
    漢汉 滬沪 滿满 漁渔 準准 溫温 潔洁 潤润 澤泽 濟济 濱滨 灣湾 爐炉 爾尔 牆墙 獅狮 獎奖 環环 現现
    產产 畫画 當当 療疗 發发 盡尽 監监 盤盘 眾众 衆众 礦矿 碼码 磚砖 確确 禮礼 種种 稅税 穩稳 穀谷
    積积 競竞 筆笔 節节 範范 築筑 簡简 紀纪 約约 紅红 納纳 純纯 紙纸 級级 紡纺 細细 終终 組组 結结
    統统 經经 綠绿 維维 網网 綜综 線线 編编 練练 總总 績绩 織织 繡绣 繼继 續续 纖纤 羅罗 習习 聞闻
    腦脑 臨临 臺台 舊旧 艦舰 莊庄 葉叶 蓋盖 蔣蒋 藍蓝 衝冲 補补 見见 規规 訂订 託托 評评 詩诗 諮咨
    譜谱 讀读 貴贵 買买 貸贷 賀贺 賣卖 賴赖 贏赢 趙赵 躍跃 軌轨 軸轴 輔辅 輝辉 轉转 進进 週周 遊游
    遷迁 鄰邻 鄧邓 鋒锋 錄录 鍵键 鎖锁 鏈链 閣阁 閱阅 陸陆 隨随 雞鸡 靜静 韓韩 韻韵 響响 頂顶 額额
    顏颜 類类 顯显 餅饼 駿骏 驛驿 體体 鬥斗 鮑鲍 鴻鸿 鷹鹰 麥麦 齡龄 齒齿 島岛 嶺岭 峽峡 崗岗 嶼屿
    濤涛 瀋沈 瓊琼 甌瓯 蕪芜 鍛锻 煙烟 燈灯 熱热 營营 絲丝 綢绸 繩绳 縫缝 紗纱 紹绍 緣缘 傘伞 奧奥
    婦妇 孫孙 宮宫 審审 導导 將将 層层 屬属 巖岩 幫帮 並并 佈布 係系 亞亚 專专 喬乔 執执 堅坚 夢梦
    夥伙 獨独 對对 無无 獻献 畢毕 祕秘 糧粮 蠶蚕 裏里 裡里 誼谊 謝谢 豬猪 贛赣 輯辑 遼辽 邊边 鄒邹
    釀酿 鉅巨 銅铜 銷销 鑒鉴 鑑鉴 闆板 韋韦 頤颐 飾饰 飼饲 馮冯 鯉鲤 鰲鳌 鹽盐 麵面 齋斋 鵬鹏 鶴鹤
    鴨鸭 龐庞 鞏巩 勁劲 勳勋 傢家 變变 聰聪 塗涂 灑洒 瑪玛 諾诺 賽赛 寵宠 鑽钻 闖闯 騎骑 樁桩 暉晖
    曉晓 棟栋 滙汇 牽牵 筍笋 籃篮 綿绵 緯纬 羣群 艷艳 薈荟 蝦虾 賬账 鋪铺 鐳镭 霧雾 驅驱 僑侨 縣县
    號号 愛爱 聽听 紐纽 鈕钮 頻频 螢荧 檔档 塵尘 灘滩 灃沣 濰潍 潛潜 滄沧 蘆芦 贊赞 隴陇 陝陕 陰阴
    閃闪 閘闸 棗枣 楓枫 櫻樱 歲岁 涼凉 淺浅 爭争 硯砚 祿禄 禎祯 紋纹 絡络 綱纲 縱纵 膠胶 艙舱 荊荆
    萊莱 蓮莲 薩萨 虛虚 覽览 訪访 諧谐 貢贡 貫贯 賜赐 賞赏 趨趋 輻辐 轄辖 遞递 邏逻 醬酱 釘钉 鉛铅
    鋅锌 銘铭 錫锡 陣阵 頌颂 餘余 騏骐 驕骄 魯鲁 鯤鲲 鷺鹭 煉炼 煒炜 煥焕 燁烨 爍烁 瑋玮 瑤瑶 瑩莹
    璽玺 畝亩 疊叠 盧卢 碩硕 礎础 禪禅 稱称 穎颖 窯窑 籌筹 籠笼 粵粤 紳绅 緒绪 縮缩 繪绘 繽缤 翹翘
    聶聂 膚肤 臘腊 蕭萧 薔蔷 蘊蕴 襯衬 觸触 誕诞 誌志 諸诸 謙谦 譚谭 貞贞 貼贴 賦赋 軒轩 遲迟 鄺邝
    釣钓 鈞钧 銓铨 銳锐 錶表 閔闵 閒闲 餃饺 饅馒 馳驰 駱骆 鰻鳗 鳴鸣 鵝鹅 鸞鸾 鞦秋 籤签 簽签 彙汇
    牀床 夾夹 娛娱 廢废 換换 掃扫 撥拨 擊击 攔拦 斂敛 滾滚 熾炽 猶犹 瘋疯 穫获 獲获 緬缅 罵骂 薦荐
    襲袭 詳详 誤误 謀谋 頃顷 頓顿 飄飘 鬆松 瀾澜 瀟潇 灝灏 鋇钡 鑰钥 輥辊 潯浔 洩泄 衞卫 峯峰 綫线
    為为 於于 僱雇 傑杰 僕仆 偵侦 儀仪 剛刚 創创 勢势 吳吴 呂吕 嘯啸 墊垫 墻墙 壽寿 奪夺 妝妆 姍姗
    嬰婴 尋寻 岡冈 嶄崭 幟帜 廬庐 彥彦 徵征 恆恒 慮虑 懷怀 戀恋 揚扬 搖摇 敵敌 斬斩 昇升 暢畅 曆历
    朧胧 棧栈 楨桢 槍枪 樸朴 橫横 欄栏 歡欢 殺杀 汙污 決决 況况 淨净 淵渊 減减 湯汤 湧涌 溝沟 潰溃
    澆浇 濕湿 瀏浏 瀝沥
"""
_SIMPLE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_TRADITIONAL: dict[str, str] = {}
for _pair in _PAIRS.split():
    _TRADITIONAL[_pair[1]] = _TRADITIONAL.get(_pair[1], "") + _pair[0]


def fold_width(text: str) -> str:
    """Full-width Latin letters, figures, signs and spaces as plain ones; nothing else changed."""
    return text.translate(_NARROW)


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, as far as the table goes: some 720 of them.

    Never for text that is kept or shown, where 後 and 后 may differ; only to compare.
    """
    return text.translate(_SIMPLE)


def spellings(character: str) -> str:
    """A character in every way it may be written: simplified, traditional, full-width."""
    plain = simplify(fold_width(character))
    wide = "".join(chr(code) for code, narrow in _NARROW.items() if chr(narrow) == plain)
    return "".join(dict.fromkeys((character, plain, *wide, *_TRADITIONAL.get(plain, ""))))


Marked = list[tuple[str, bool]]
_ALIKE = 0.5  # below it nearly everything differs, and marks would say nothing


def differences(one: str, other: str) -> tuple[Marked, Marked]:
    """Both texts cut into pieces, each with whether it is missing in the other.

    Texts that have little in common come back whole and unmarked.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [(one, False)], [(other, False)]
    codes = matcher.get_opcodes()
    left = [(one[a:b], kind != "equal") for kind, a, b, _c, _d in codes if a < b]
    return left, [(other[c:d], kind != "equal") for kind, _a, _b, c, d in codes if c < d]


def listed(words: Iterable[object]) -> str:
    """Words as the reader's language lists them: a, b or 甲、乙; nothing of what is empty."""
    return pgettext("between words of a list", ", ").join(str(word) for word in words if word)
