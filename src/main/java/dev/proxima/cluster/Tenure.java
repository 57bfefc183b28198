package dev.proxima.cluster;

import java.util.concurrent.TimeUnit;

/** Whether this coordinator may act on what it owns. One that was cut off, or stood still, may have lost it to others. */
public interface Tenure {

    /** Of a coordinator that shares its journal with nobody. */
    Tenure SOLE = () -> true;

    /** Whether nobody else can own now what this coordinator does. */
    boolean isSure();

    /** Waits until it is sure. Whoever lost what it owned is interrupted meanwhile. */
    default void awaitSure() throws InterruptedException {
        while (!isSure()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
