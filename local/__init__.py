"""What one machine needs to run Talenti without a cloud account."""
