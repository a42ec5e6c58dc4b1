"""The push interface: agencies' machines send projects, and a second person may approve them."""
