"""A company's policy on requests: its schema, its loader and how it reads to a person."""

from tasks.policy.check import check_policy
from tasks.policy.loader import find_policy, list_policies, load_policy, policy_in_force, policy_versions
from tasks.policy.schema import Policy

__all__ = [
    "Policy",
    "check_policy",
    "find_policy",
    "list_policies",
    "load_policy",
    "policy_in_force",
    "policy_versions",
]
