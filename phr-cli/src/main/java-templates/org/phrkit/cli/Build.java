package org.phrkit.cli;

/** What the build knows. */
final class Build {
    static final String VERSION = "${project.version}";

    private Build() {}
}
