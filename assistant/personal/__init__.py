"""Finds personal data in a Dutch text: numbers with a fixed form, addresses and names of people.

``forms`` holds what can be told by its form alone, ``references`` the numbers of law that only look personal, ``plates``,
``cases`` and ``addresses`` what needs a word beside it, ``people`` the names. ``recogniser`` joins them and ``placeholders``
puts a placeholder in the place of what was found.
"""
