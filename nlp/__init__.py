"""Reading: entities, quantities, claims, embeddings and stories."""
