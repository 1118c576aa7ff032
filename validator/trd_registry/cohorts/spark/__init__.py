"""The same statement on Apache Spark, which spreads the work over the machines of a cluster."""
