"""What BEVO is made with: the locked packages, their licences, the bill of materials of a release, its signature."""
