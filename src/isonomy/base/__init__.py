"""The ground of every room: tenant scope, audit trail, transitions, access, files, paper and components."""
