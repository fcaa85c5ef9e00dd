"""The interview: plan, policy, words, turn, lifecycle."""
