package dev.proxima.testing;

/** Signals to processes that a test started. */
public final class Signals {

    private Signals() {}

    public static void stop(long pid) {
        send("STOP", pid);
    }

    /** Lets a stopped process go on. */
    public static void goOn(long pid) {
        send("CONT", pid);
    }

    public static void send(String signal, long pid) {
        int status = Shell.run("kill", "-" + signal, Long.toString(pid));
        if (status != 0) {
            throw new AssertionError("kill -" + signal + " " + pid + " failed");
        }
    }
}
