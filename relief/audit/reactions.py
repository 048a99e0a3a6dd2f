"""The audit remembers what the rooms below it do."""

from relief.accounts import actions as accounts
from relief.audit.actions import record
from relief.chapters import actions as chapters

accounts.on_change(record)
chapters.on_change(record)
