"""Official texts of the Basiswettenbestand (BWB): from the XML of one ``toestand`` to a ``Document``."""
