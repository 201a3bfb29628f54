"""By which methods held data may be disclosed (Act Art. 33(1)): the codes that a person chooses from, and their words."""

from tasks.case.bilingual import Said

NO_OTHER = "no_other_method"
METHODS: dict[str, Said] = {
    "on_paper": Said("delivery on paper by post", "書面の交付による方法（郵送）"),
    "by_email": Said("provision of an electronic record by e-mail", "電磁的記録の提供による方法（電子メール）"),
    "on_disc": Said(
        "provision of an electronic record on a disc by post", "電磁的記録の提供による方法（記録媒体の送付）"
    ),
    "by_download": Said("provision of an electronic record for download", "電磁的記録の提供による方法（ダウンロード）"),
    "by_inspection": Said("inspection at our office", "当社の事業所における閲覧による方法"),
}
