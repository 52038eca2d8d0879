"""The command line: what each verb does when it is asked for at the prompt."""
