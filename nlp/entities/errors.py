"""What can be wrong when entities are looked for."""

from __future__ import annotations


class EntitiesError(ValueError):
    """The entity component or its word lists are set up wrongly; whoever set them up corrects it."""


class ModelError(EntitiesError):
    """The trained model is missing or is not of this version; whoever installed it installs the right one."""
