"""People, roles, teams over time, projects, sign-in and the inbox."""
