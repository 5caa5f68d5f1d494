"""Détente reads the news about two countries and answers, with receipts: are they thawing or freezing?"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["check_records", "extract_records", "open_ledger", "read_documents", "write_brief"]

if TYPE_CHECKING:
    from detente.api import check_records, extract_records, open_ledger, read_documents, write_brief


def __getattr__(name: str) -> Any:
    """The functions of the API, loaded when first asked for, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'detente' has no attribute '{name}'")
    from detente import api

    return getattr(api, name)
