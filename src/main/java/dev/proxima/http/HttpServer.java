package dev.proxima.http;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.proxima.api.JobService;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Serves the HTTP API of a node until its actor system ends. */
public final class HttpServer {

    /** What open requests get when the node leaves. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private HttpServer() {}

    /**
     * @param port 0 for any free one, which the binding then tells
     * @param management the routes of Akka Management
     * @return fails with a {@link FailureException} when the address cannot be listened on
     */
    public static CompletionStage<ServerBinding> start(
            ClassicActorSystemProvider system,
            String host,
            int port,
            JobService service,
            Optional<Route> management,
            Access access) {
        ServerBuilder server = Http.get(system).newServerAt(host, port).withSettings(settings(system));
        CompletionStage<ServerBinding> bound = access.tls()
                .map(tls -> server.enableHttps(ConnectionContext.httpsServer(() -> engine(tls.get()))))
                .orElse(server)
                .bind(new Routes(service, new EventStream(service), management, access, host).route());
        return bound.handle((binding, thrown) -> thrown == null
                        ? CompletableFuture.completedFuture(binding.addToCoordinatedShutdown(FAREWELL, system))
                        : CompletableFuture.<ServerBinding>failedFuture(refusal(host, port, thrown)))
                .thenCompose(stage -> stage);
    }

    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    private static ServerSettings settings(ClassicActorSystemProvider system) {
        Config ours = ConfigFactory.parseMap(Map.of(
                "akka.http.server.server-header",
                "proxima",
                "akka.http.server.remote-address-attribute",
                "on",
                "akka.http.server.parsing.error-handler",
                ErrorAnswers.Parsing.class.getName()));
        return ServerSettings.create(
                ours.withFallback(system.classicSystem().settings().config()));
    }

    private static FailureException refusal(String host, int port, Throwable thrown) {
        String reason = reasonOf(thrown);
        String why = reason.contains("in use")
                ? ", which another program, perhaps another node, uses already: choose another with --http-port."
                : reason.contains("assign") || reason.contains("resolve")
                        ? ", as this machine has no such address: choose another with --host."
                        : " (" + reason + "): choose another with --http-port or --host.";
        return new FailureException(
                new Failure.InvalidRequest("HTTP cannot listen on " + host + " port " + port + why), thrown);
    }

    /** The platform's own words, which are at the end of the causes. */
    private static String reasonOf(Throwable thrown) {
        Throwable last = thrown;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last instanceof UnresolvedAddressException ? "unresolved" : String.valueOf(last.getMessage());
    }
}
