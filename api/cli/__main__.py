"""`python -m api.cli` is `allimi`."""

from api.cli.program import main

if __name__ == "__main__":
    main()
