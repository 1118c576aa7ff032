"""A session of Apache Spark: the one that there is, or a new one."""

import os
import re
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from trd_registry.model.errors import RegistryError

#: What a planned statement needs, set for its own session alone.
_OPTIONS = {
    # What is not known to be right is an error, and never NULL or a number that has wrapped around.
    "spark.sql.ansi.enabled": "true",
    # Conditions that follow from others are sought among thousands of columns, for minutes, and help nothing.
    "spark.sql.constraintPropagation.enabled": "false",
    # Lists are gathered for few persons, but for more than the 128 after which all rows would be sorted.
    "spark.sql.execution.objectHashAggregate.sortBased.fallbackThreshold": "100000",
}


def pyspark(name: str = "pyspark.sql") -> Any:
    """A module of PySpark; raises RegistryError, saying what to install, where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        raise RegistryError(
            "Judging with Apache Spark needs pyspark, which is not installed.",
            "Install it: pip install 'trd-registry[spark]', and a Java runtime, version 17 or later.",
        ) from None


@contextmanager
def session(master: str = "", memory: str = "") -> Iterator[Any]:
    """A session with options of its own, in the application that runs already or in a new one, ended afterwards.

    Args:
        master: Where Spark runs, such as ``local[4]`` or ``spark://host:7077``. If empty, what spark-submit or the
            configuration of Spark says, or else this machine.
        memory: For the driver, such as ``3GB``; only where a new application is begun.

    Raises RegistryError where pyspark or Java is missing, or Spark cannot be started.
    """
    there = pyspark().SparkSession.getActiveSession()
    spark = there if there is not None else _begun(master, memory)
    try:
        own = spark.newSession()
        for option, value in _OPTIONS.items():
            own.conf.set(option, value)
        yield own
    finally:
        if there is None:
            spark.stop()


def _begun(master: str, memory: str) -> Any:
    _check_java()
    builder = pyspark().SparkSession.builder.appName("trd cohort evaluate")
    options = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    if master:
        options["spark.master"] = master
    if memory:
        options["spark.driver.memory"] = _of_java(memory)
    for option, value in options.items():
        builder = builder.config(option, value)
    try:
        # What it says of versions of pandas does not concern whoever judges a cohort: pandas is not used.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001  whatever Java or the network say
        raise RegistryError(f"Apache Spark cannot be started: {first_line(error)}", _START) from None


_START = "Look at --master, and at what Spark wrote before this."


def _check_java() -> None:
    """Where spark-submit has begun this program, Java runs already."""
    if "PYSPARK_GATEWAY_PORT" in os.environ:
        return
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=os.path.join(home, "bin") if home else None) is None:  # noqa: PTH118
        raise RegistryError(
            "Judging with Apache Spark needs Java, which was not found.",
            "Install a Java runtime, version 17 or later, or say in JAVA_HOME where it is.",
        )


def _of_java(memory: str) -> str:
    """``3GB`` as Java has it: ``3g``."""
    found = re.fullmatch(r"\s*(\d+)\s*([kmgt])i?b?\s*", memory, re.IGNORECASE)
    if found is None:
        raise RegistryError(f"{memory!r} is no amount of memory for Spark.", "Write it like 3GB.")
    return f"{found[1]}{found[2].lower()}"


def first_line(error: BaseException) -> str:
    """What an error says, without the trace of Java."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
