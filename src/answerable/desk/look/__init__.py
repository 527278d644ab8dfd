"""The look of the desk: one style sheet, few scripts, and the frame of every screen."""
