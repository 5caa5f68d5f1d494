"""Détente reads the news about two countries and answers, with receipts: are they thawing or freezing?"""
__version__ = "0.1.0"
