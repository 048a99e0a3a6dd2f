"""Links without an account: capability links, and sign-in links of donors."""
