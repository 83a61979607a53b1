"""Documents -> provisions -> passages -> an index that is complete or invisible; and opening it again."""
