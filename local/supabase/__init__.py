"""A Supabase project on one machine: PostgreSQL, PostgREST and a gateway with auth, without Docker."""
