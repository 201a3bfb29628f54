"""Brings letters of other countries' Chinese script into the Japanese letters that were meant.

The reader's dictionary is Chinese and Japanese together, so it sometimes writes 爱 for 愛. Only letters that Japanese
standards do not know (JIS X 0208 and the vendors' additions) are changed in names; in addresses also old forms that no
place name of today uses, since an address is printed in the forms of the postal lists.
"""

import re

_PAIRS = """
爱愛 户戸 戶戸 别別 泽沢 滨浜 冈岡 东東 广広 长長 门門 岛島 桥橋 亚亜 荣栄 龙竜 马馬 鸟鳥 贺賀 见見 濑瀬 绘絵 结結 纪紀 织織 续続 县県 乡郷 齐斉 边辺 场場
阳陽 阴陰 陆陸 队隊 际際 难難 韩韓 顺順 须須 预預 题題 饭飯 饮飲 馆館 驹駒 骏駿 鸠鳩 鹤鶴 鹰鷹 龟亀 丰豊 义義 乐楽 习習 书書 买買 乱乱 争争 亲親 仓倉
仪儀 众衆 优優 伞傘 传伝 伤傷 伦倫 凤鳳 则則 刚剛 创創 剑剣 务務 动動 劳労 势勢 协協 单単 卫衛 历歴 压圧 厅庁 发発 变変 叶葉 员員 响響 园園 围囲 图図 圆円
圣聖 坚堅 块塊 垒塁 处処 备備 复復 头頭 夹夾 孙孫 宁寧 实実 宝宝 审審 宪憲 宫宮 寻尋 导導 将将 尔爾 层層 岁歳 岗崗 岭嶺 带帯 师師 帐帳 币幣 帮幇 庄庄 庆慶
应応 庙廟 库庫 废廃 开開 张張 弥弥 弯湾 弹弾 强強 归帰 当当 录録 忆憶 态態 总総 恋恋 恼悩 悦悦 惊驚 惠恵 戏戯 战戦 执執 扩拡 扬揚 抚撫 报報 担担 拟擬 择択
挂掛 损損 换換 据拠 携携 摄摂 敌敵 数数 斋斎 无無 旧旧 时時 显顕 晓暁 晖暉 术術 机機 杀殺 权権 来来 杨楊 枫楓 极極 构構 枪槍 柜櫃 标標 栋棟 树樹 样様 桦樺 桧桧
检検 楼楼 樱桜 欢歓 欧欧 残残 毕畢 气気 汇匯 汉漢 汤湯 沟溝 没没 泪涙 泷滝 泻潟 洁潔 浅浅 测測 济済 浓濃 涛濤 涡渦 润潤 涩渋 渊淵 温温 湾湾 湿湿 溪渓 满満 灭滅
灯灯 灵霊 点点 炼錬 热熱 焕煥 牧牧 犹猶 狭狭 环環 现現 玺璽 琐瑣 电電 画画 畅暢 畴疇 疗療 盐塩 监監 盖蓋 盘盤 确確 础礎 祷祷 离離 种種 积積 称称 稳穏 穷窮 窑窯
竞競 笃篤 笔筆 笼篭 签簽 简簡 类類 粮糧 级級 纯純 纲綱 纳納 纷紛 纸紙 线線 练練 组組 细細 终終 绍紹 经経 统統 绢絹 继継 绩績 绪緒 绫綾 维維 绯緋 绳縄 绿緑 缘縁 编編
网網 罗羅 职職 联聯 聪聡 肃粛 肠腸 胁脅 胜勝 腾騰 舰艦 艺芸 节節 芦芦 苍蒼 苏蘇 范範 茑蔦 莲蓮 获獲 莺鴬 萤蛍 营営 萧蕭 萨薩 葱葱 蒋蒋 蓝藍 蔷薔 虏虜 虚虚 虾蝦 蚕蚕
补補 装装 觉覚 观観 规規 视視 览覧 计計 订訂 认認 讨討 让譲 训訓 议議 记記 讲講 许許 论論 设設 访訪 证証 评評 识識 诉訴 诊診 词詞 试試 诗詩 诚誠 话話 该該 详詳 语語
误誤 说説 请請 诸諸 读読 课課 调調 谈談 谱譜 谷谷 贝貝 负負 贡貢 财財 责責 败敗 货貨 质質 购購 贮貯 贯貫 贵貴 贷貸 费費 贺賀 资資 赋賦 赖頼 赛賽 赞賛 赠贈 车車 轨軌 转転
轮輪 软軟 轴軸 轻軽 载載 较較 辅輔 辆輛 辉輝 输輸 辽遼 达達 迁遷 过過 运運 还還 进進 远遠 违違 连連 迟遅 选選 递逓 遗遺 邮郵 邻隣 郑鄭 酱醤 释釈 里里 鉴鑑 针針 钟鐘 钢鋼
钱銭 铃鈴 铁鉄 铜銅 铭銘 银銀 铸鋳 锅鍋 锋鋒 锐鋭 错錯 锡錫 锦錦 键鍵 镇鎮 镜鏡 镰鎌 闭閉 问問 间間 闲閑 闻聞 阁閣 阅閲 阔闊 附附 陈陳 陕陝 险険 随随 隐隠 雾霧 静静 顶頂 项項
顽頑 领領 频頻 颜顔 额額 风風 飞飛 骑騎 骨骨 鱼魚 鲁魯 鲇鮎 鲛鮫 鲤鯉 鲷鯛 鲸鯨 鳄鰐 鸡鶏 鸣鳴 鸥鴎 鸭鴨 鸿鴻 鹃鵑 鹏鵬 鹭鷺 麸麩 黄黄 齿歯 黒黒 步歩 每毎 海海 德徳 绿緑 锻鍛 查査
关関 兴興 仑侖 凯凱 伟偉 华華 贤賢 贞貞 丽麗 宽寛 祯禎 纱紗 缟縞 轰轟 雏雛 颂頌 飒颯 吕呂 岚嵐 庐廬 怀懐 恺愷 枣棗 浑渾 渔漁 澜瀾 烛燭 玛瑪 珑瓏 琼瓊 纮紘 绎繹 胧朧 茧繭 荫蔭 萝蘿 蔼藹 询詢 诹諏 谅諒 谦謙 谨謹 赏賞 赐賜 轩軒 钓釣 钦欽 铠鎧 铎鐸 锄鋤
锹鍬 镐鎬 镝鏑 顿頓 颖穎 饰飾 鸢鳶 鸦鴉 鹈鵜 净浄 减減 产産 两両 严厳 吴呉 团団 坛壇 奖奨 妇婦 宠寵 忧憂 护護 挥揮 昙曇 栀梔 栾欒 涂塗 牵牽 狮獅 矫矯 硕碩 笺箋 纤繊 纽紐 纺紡 绅紳 绣繍 绥綏 绮綺 绰綽 绵綿 缀綴 缎緞 缩縮 缝縫 荡蕩 袄襖 袭襲 诏詔 诣詣
谊誼 谋謀 谢謝 谣謡 跃躍 辑輯 辙轍 酿醸 铅鉛 链鏈 锁鎖 锤錘 锥錐 阀閥 阵陣 阶階 颈頸 飘飄 饱飽 饼餅 驰馳 驱駆 驻駐 驾駕 骆駱 骤驟 鲜鮮 鹊鵲
""".split()  # noqa: SIM905 (seven hundred quoted strings would hide the data)
FOREIGN = {ord(pair[0]): pair[1] for pair in _PAIRS if pair[0] != pair[1] and not pair[0].encode("cp932", "ignore")}
_IN_ADDRESSES = FOREIGN | {
    ord(old): new for old, new in ("區区", "縣県", "國国", "鄕郷", "號号", "瀨瀬", "冲沖", "黑黒", "德徳", "穗穂")
}
_LONG_SOUND = re.compile(r"(?<=[ァ-ヺ])[一－―‐-](?=[ァ-ヺ])")  # 一 or a dash within katakana
_SPACED_DIGITS = re.compile(r"(?<!\d)[\d０-９](?:[\s　][\d０-９]){1,4}(?!\d)(?=丁目|番|号|$|[-－])")
_BEFORE_PREFECTURE = re.compile(
    r"^[\s　:：]*(?:[^\w\s]|[TＴテ干千丁]){1,3}[\s　]*(?=北海道|東京都|大阪府|京都府|..県|神奈川県|和歌山県|鹿児島県)"
)


def japanese(text: str) -> str:
    """A text with letters that Japanese does not know in their Japanese form."""
    return text.translate(FOREIGN)


def japanese_address(text: str) -> str:
    """An address in the letters of today's place names, without a postal mark that was read as a letter before it."""
    plain = _LONG_SOUND.sub("ー", text.translate(_IN_ADDRESSES))
    plain = _SPACED_DIGITS.sub(lambda run: re.sub(r"[\s　]", "", run[0]), plain)
    return _BEFORE_PREFECTURE.sub("", plain)
