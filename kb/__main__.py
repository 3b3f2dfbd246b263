"""`python -m kb` is `policy-kb`."""

from app import main

main()
