package dev.proxima.testing;

import akka.actor.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import com.typesafe.config.ConfigFactory;
import dev.proxima.api.JobService;
import dev.proxima.http.Access;
import dev.proxima.http.HttpServer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real HTTP server on a free port of this machine. */
public final class TestServer implements AutoCloseable {

    private final ActorSystem system;
    private final ServerBinding binding;

    public TestServer(JobService service) throws Exception {
        this(service, 0);
    }

    public TestServer(JobService service, int port) throws Exception {
        this(service, port, Access.ofThisMachine(0));
    }

    public TestServer(JobService service, int port, Access access) throws Exception {
        system = ActorSystem.create(
                "http-test",
                ConfigFactory.parseString(
                                "akka { actor.provider = local, loglevel = WARNING, "
                                        + "coordinated-shutdown.exit-jvm = off, coordinated-shutdown.run-by-jvm-shutdown-hook = off }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        binding = HttpServer.start(system, "127.0.0.1", port, service, Optional.of(management()), access)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    public ActorSystem system() {
        return system;
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Route management() {
        return Directives.concat(
                Directives.path("alive-in-test", () -> Directives.complete("alive")),
                Directives.path(
                        "ill-in-test", () -> Directives.complete(StatusCodes.INTERNAL_SERVER_ERROR, "It is\nill.")));
    }
}
