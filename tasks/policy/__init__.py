"""A company's policy on requests: its schema, its loader and how it reads to a person."""

from tasks.policy.explain import explain_policy
from tasks.policy.loader import list_policies, load_policy
from tasks.policy.schema import Policy

__all__ = ["Policy", "explain_policy", "list_policies", "load_policy"]
