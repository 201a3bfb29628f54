"""Every error kaiji raises on purpose: one sentence each, saying what to do and never what was read."""


class KaijiError(Exception):
    """Something a person can mend; the message says how. Messages never carry personal data."""


class UnreadablePacket(KaijiError):
    """The packet cannot be opened or holds no page; it belongs in quarantine with this reason."""


class MissingTool(KaijiError):
    """A tool, font or model that kaiji needs is not on this machine."""


class PolicyMistake(KaijiError):
    """A policy file does not say what it must; the message lists every mistake."""


class UnknownYear(KaijiError):
    """The calendar does not know a year's holidays; build it for a longer span."""


class GlyphMissing(KaijiError):
    """No letter font has a character of this letter in the form asked for; a person writes it, or installs the font."""


class AddressTooLong(KaijiError):
    """An address does not fit the envelope's window in legible type; a person sends this letter another way."""


class ForeignFont(KaijiError):
    """A letter was set in a font that letters may not use; it must not go out, and the template needs mending."""


class TemplateBroken(KaijiError):
    """A letter's template cannot be used; a person writes the letter, and somebody mends the line that the message names."""


class AddressUnknown(KaijiError):
    """The person's name or address was not read; a person writes this letter by hand."""


class CodeUnknown(KaijiError):
    """A policy, a form or a case has a name that no code on paper can carry; the message says which letters may be used."""


class FormDoesNotFit(KaijiError):
    """A policy's texts are too long for a prescribed form; the message says which, so that they can be shortened."""


class LanguageUnknown(KaijiError):
    """Forms were asked for in a language in which kaiji prints none; the message names those it does."""


class NotPartlyDisclosed(KaijiError):
    """A part cannot be withheld as decided: see what is held and what was chosen, then decide again or write by hand."""


class PackageMissing(KaijiError):
    """The electronic answer could not be made, so there is no password to tell; send the answer on paper."""


class NotReturned(KaijiError):
    """A letter lies in the inbox about which nothing can be done by itself; the message says what a person does with it."""


class LetterLost(KaijiError):
    """A letter's draft is gone or is not what was written; send the letters back to be written again."""
