"""What the means of paying a fee, its movements and its places are called in English and in Japanese."""

from tasks.case.bilingual import Said
from tasks.case.ledger import Move, Place

MEANS: dict[str, Said] = {
    "teigaku_kogawase": Said("fixed-denomination postal order", "定額小為替"),
    "futsu_kogawase": Said("ordinary postal order", "普通為替"),
    "stamps": Said("postage stamps", "郵便切手"),
    "cash": Said("cash", "現金"),
    "transfer": Said("bank transfer", "銀行振込"),
}
MOVES: dict[str, Said] = {
    Move.RECEIVED: Said("received", "受領"),
    Move.DEPOSITED: Said("deposited", "換金"),
    Move.RETURNED: Said("returned", "返却"),
    Move.REFUNDED: Said("refunded", "返金"),
}
PLACES: dict[str, Said] = {
    Place.IN_HAND: Said("in hand", "手元"),
    Place.DEPOSITED: Said("deposited", "換金済み"),
    Place.RETURNED: Said("returned", "返却済み"),
}


def yen(amount: int, language: str = "ja") -> str:
    """An amount of yen as every letter writes it: 1,000円, in English 1,000 yen."""
    return f"{amount:,} yen" if language == "en" else f"{amount:,}円"
