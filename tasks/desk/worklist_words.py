"""Why something on the worklist was not done, in English; the `.po` file beside the templates has the Japanese of each."""

WHY_NOT: dict[str, str] = {
    "moved_on": "The case no longer waits with this question.",
    "assigned_to_another": "It is assigned to somebody else; they or a manager can release it.",
    "managers_only": "Only a manager assigns to others.",
    "may_not_answer": "This person's roles may not answer it, or it is their own decision.",
    "no_tracking_number": "Enter the tracking number: 8 to 20 digits and hyphens.",
    "number_twice": "The same tracking number stands at another case too; each envelope has its own.",
    "confirmed_before": "The posting was confirmed before.",
    "under_way": "It was sent a moment ago and is being recorded; look again in a minute.",
    "not_sent": "It could not be sent.",
    "unknown_letter": "There is no letter or case of this number.",
    "not_waiting": "This case does not wait for its posting.",
    "two_numbers": "The case has another tracking number in a line above.",
    "number_above": "The same tracking number stands at another case in a line above.",
    "line_again": "The same is said in a line above.",
    "two_cases": "The line names two cases.",
}
