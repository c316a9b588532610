from importlib import import_module

Migration = import_module("isonomy.base.jobs.migrations.0001_initial").Migration
