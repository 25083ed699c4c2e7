package org.phrkit.cli.shell;

/** What the build knows. */
public final class Build {
    public static final String VERSION = "${project.version}";

    private Build() {}
}
