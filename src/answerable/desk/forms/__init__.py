"""The reply form: a personal link where an authority answers question by question, without an account."""
