"""`python -m kb` is `policy-kb`."""

from kb.cli import main

main()
