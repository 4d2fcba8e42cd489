"""What is measured of a model: records without a framework."""
