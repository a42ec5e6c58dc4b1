"""How much of what is known is disclosed, over HTTP, and the register of what is withheld."""
