"""The exception tree: everything that Détente raises on purpose.

DetenteError
├── InputError     a file or text that cannot be read or used
├── RecordError    a record that breaks an invariant (a span that does not quote its document)
├── LedgerError    a ledger that is missing, damaged or of another version
├── LexiconError   a lexicon file with a bad row
└── UsageError     a command or call that cannot mean anything (the same country twice)
"""


class DetenteError(Exception):
    """Anything that Détente raises on purpose; its message says what, where and what to do."""


class InputError(DetenteError):
    """A file or text that cannot be read or used."""


class RecordError(DetenteError):
    """A record that breaks an invariant, such as a span that does not quote its document."""


class LedgerError(DetenteError):
    """A ledger that is missing, damaged, locked or of another version."""


class LexiconError(DetenteError):
    """A lexicon file with a row that cannot be understood."""


class UsageError(DetenteError):
    """A command or call that cannot mean anything, such as a dyad of one country."""
