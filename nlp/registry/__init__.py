"""The names that Chipwire knows: chips, companies, policies, government bodies, people and places."""

from nlp.registry.errors import RegistryError
from nlp.registry.load import Registry, load_registry, read_registry

__all__ = ["Registry", "RegistryError", "load_registry", "read_registry"]
