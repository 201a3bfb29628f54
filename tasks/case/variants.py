"""Which kanji are one name's letter in another shape: data for the matching of names and addresses.

Each group's first character is the common one. Two texts that differ only within groups are a *variant* of each other:
very likely the same person, yet a person confirms it, since 斎藤 and 齊藤 are different families in the register.
Made by hand from the old forms of the jōyō kanji and the variants usual in names (DOMAIN section 3); add freely.
"""

GROUPS = """
高髙 崎﨑嵜㟢 辺邉邊 沢澤 斎齋斉齊 浜濱濵 島嶋嶌 国國 広廣 桜櫻 渋澁澀 恵惠 真眞 竜龍 滝瀧 桑桒 藪薮籔 富冨 吉𠮷 槙槇 穂穗 寿壽 栄榮
円圓 条條 学學 岳嶽 峰峯 館舘 徳德 衛衞 与與 宝寶寳 鉄鐵銕 関關 応應 会會 仏佛 来來 児兒 勲勳勛 図圖 壮壯 実實 将將 弥彌 暁曉 楽樂 桧檜
浅淺 浄淨 満滿 湾灣 灯燈 為爲 狭狹 礼禮 稲稻 県縣县 総總 声聲 芦蘆 荘莊 万萬 蔵藏 芸藝 譲讓 豊豐 遥遙 郷鄕鄉 釈釋 鴎鷗 鶴靏靍 鶏鷄 麦麥
黒黑 齢齡 静靜 青靑 頼賴 顕顯 野埜 村邨 乗乘 亀龜 伝傳 凛凜 刈苅 剣劍劔 尭堯 塩鹽 奥奧 淵渕渊 篭籠 梅楳 松枩 柳栁 柏栢 橋槗 瀬瀨 秋穐
緑綠 緒緖 聡聰 船舩 諌諫 戸户 竹竺 糸絲 台臺 当當 対對 点點 変變 辻迁 陥陷 双雙 参參 区區 医醫 号號 団團 圧壓 処處 壱壹 弐貳 専專
岩巌巖 嶺岺 巣巢 帯帶 従從 恒恆 悦悅 拝拜 拡擴 挙擧 晃晄 昿曠 曽曾 栃杤 検檢 権權 横橫 欧歐 歩步 歯齒 毎每 沖冲 涙淚 済濟 渓溪
温溫 潟泻 焔焰 獅狮 瑶瑤 畳疊 発發 皐皋 砺礪 祢禰 禎祯 禄祿 秘祕 竪豎 節莭 粛肅 紘絋 経經 繁緐 縄繩 続續 翠翆 脇脅 舎舍 茎莖 菫堇
葛曷 薫薰 蛍螢 蝉蟬 装裝 覚覺 観觀 証證 読讀 転轉 逓遞 郎郞 醸釀 銭錢 録錄 鎮鎭 闘鬪 随隨 隠隱 雑雜 霊靈 頴穎 顔顏 飯飰 駅驛 験驗 髪髮
鳳鳯 鹸鹼 麹麴 黄黃 黙默 達逹 辰𨑃 茂𦱳 侠俠 倶俱 剥剝 呑吞 噛嚙 嘘噓 填塡 尚尙 屏屛 并幷 掴摑 攅攢 溌潑 痩瘦 祷禱 箪簞 繋繫 繍繡 莱萊
蒋蔣 蝋蠟 躯軀 醤醬 頚頸 騨驒 鴬鶯 鹿麁 晋晉 晩晚 清淸 瓶甁 産產 税稅 鋭銳 閲閱 説說 即卽 既旣 概槪 教敎 内內
ヶケ ッツ
""".split()  # noqa: SIM905 (a list of 300 quoted strings would hide the data)

FOLD = {ord(shape): group[0] for group in GROUPS for shape in group[1:]}

# Shapes that print alike: which of the two was meant shows only in the neighbours, so readers confuse them freely.
LOOKALIKES = str.maketrans("ニハカロエタトミーヘリ", "二八力口工夕卜三一へり")
