package dev.proxima.app;

import dev.proxima.cli.Demo;
import dev.proxima.job.FailureException;
import java.io.PrintWriter;

final class LocalDemo implements Demo {
    @Override
    public int run(DemoOptions options, PrintWriter out, PrintWriter err) throws FailureException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
