"""The interface for scripts: tokens with scopes, an OpenAPI document."""
