"""What the evidence page's scripts say, in English by key; the `.po` files beside the templates have the Japanese."""

WORDS: dict[str, str] = {
    "page": "Page",
    "failed": "It could not be done. Try again; if it happens again, tell whoever runs this desk.",
    "offline": "The desk does not answer. Check the network and try again.",
    "no_picture": "This page's picture could not be loaded.",
    "saved": "Saved, and the case was checked again.",
    "burned": "The page was redacted anew and verified.",
    "burning": "Redacting and verifying…",
    "copied": "Copied",
    "save": "Save",
    "cancel": "Cancel",
    "value_needed": "Enter the value as it stands on the paper.",
    "box": "Box",
    "unmask_reason_needed": "Say why you need to see this, in five letters or more.",
    "draw_first": "First draw where it stands: drag on the page, or press N.",
    "not_saved": "The changed boxes are not saved yet. Leave without saving?",
    "unmasked_by": "Shown to",
    "recorded": "This was recorded.",
    "changed": "changed",
    "boxes": "boxes on this page",
}
