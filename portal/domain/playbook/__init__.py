"""The playbook: one master set of milestones from which every plan is derived by rule."""
