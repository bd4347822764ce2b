"""What is known beside the findings: which molecule promotes or inhibits which process."""
