package dev.proxima.testing;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Puts requests to routes without a connection, as if they came from some address. */
public final class RouteCaller implements AutoCloseable {

    private final ActorSystem system;
    private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

    /** @param body empty while a stream, such as that of events, has no end */
    public record Answer(HttpResponse response, String body) {

        public int status() {
            return response.status().intValue();
        }

        public String header(String name) {
            return response.getHeader(name).map(header -> header.value()).orElse("");
        }
    }

    public RouteCaller(java.util.function.Supplier<Route> route) {
        system = ActorSystem.create(
                "routes-test",
                ConfigFactory.parseString(
                                "akka { actor.provider = local, loglevel = OFF, stdout-loglevel = OFF, "
                                        + "coordinated-shutdown.exit-jvm = off, coordinated-shutdown.run-by-jvm-shutdown-hook = off }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        handler = route.get().handler(system);
    }

    public Answer call(HttpRequest request, String from) throws Exception {
        HttpRequest arrived =
                request.addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(InetAddress.getByName(from)));
        HttpResponse response = handler.apply(arrived).toCompletableFuture().get(20, TimeUnit.SECONDS);
        if (!(response.entity() instanceof HttpEntity.Strict strict)) {
            response.entity().getDataBytes().runWith(Sink.cancelled(), system);
            return new Answer(response, "");
        }
        return new Answer(response, strict.getData().utf8String());
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
