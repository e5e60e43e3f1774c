"""How the trained model in nlp/model/ is made: the corpus, its mixing, the two trainings and their report."""
