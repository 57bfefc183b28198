package dev.proxima.testing;

import org.junit.jupiter.api.Assumptions;

/** What only root can do: drives and networks of a test's own. */
public final class Root {

    private static final boolean IS =
            "root".equals(System.getProperty("user.name")) && Shell.run("unshare", "--mount", "true") == 0;

    private Root() {}

    public static boolean is() {
        return IS;
    }

    /** Leaves the test out, and says why, where this is not root. */
    public static void require(String reason) {
        Assumptions.assumeTrue(IS, reason);
    }
}
