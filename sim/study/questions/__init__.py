"""What can be asked: run and compare, choose, sweep, plan, doubt, credit; and opening what was asked before."""
