"""The one door of the suite: who may call what, forwarding, the few composed answers, and the web app."""
