package dev.proxima.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.proxima.api.JobService.Subscription;
import dev.proxima.api.Json;
import dev.proxima.api.LiveEvent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads a stream of server-sent events, and connects again until it is closed. */
final class EventReader {

    private static final Executor AFTER_A_SECOND = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final HttpClient http;
    private final HttpRequest request;
    private final Consumer<LiveEvent> listener;
    private volatile boolean closed;
    private volatile Lines current;
    private volatile CompletableFuture<?> exchange;

    private EventReader(HttpClient http, HttpRequest request, Consumer<LiveEvent> listener) {
        this.http = http;
        this.request = request;
        this.listener = listener;
    }

    static Subscription start(HttpClient http, HttpRequest request, Consumer<LiveEvent> listener) {
        EventReader reader = new EventReader(http, request, listener);
        reader.connect();
        return reader::close;
    }

    private void connect() {
        if (closed) {
            return;
        }
        Lines lines = new Lines();
        current = lines;
        exchange = http.sendAsync(request, BodyHandlers.fromLineSubscriber(lines));
        var unused = exchange.whenComplete((done, thrown) -> AFTER_A_SECOND.execute(this::connect));
    }

    private void close() {
        closed = true;
        exchange.cancel(true);
        current.cancel();
    }

    private void dispatch(String name, String data) {
        try {
            LiveEvent event = switch (name) {
                case "snapshot" -> Json.read(data, LiveEvent.Snapshot.class);
                case "job-changed" -> Json.read(data, LiveEvent.JobChanged.class);
                case "node-changed" -> Json.read(data, LiveEvent.NodeChanged.class);
                case "node-removed" -> Json.read(data, LiveEvent.NodeRemoved.class);
                default -> null; // of a newer node
            };
            if (event != null && !closed) {
                listener.accept(event);
            }
        } catch (JsonProcessingException e) {
            // An event of another version is passed over: those who follow a job also ask for it now and then.
            return;
        }
    }

    /** Gathers the lines of each event; an empty line ends it. Our events have one line of data. */
    private final class Lines implements Flow.Subscriber<String> {

        private volatile Flow.Subscription subscription;
        private String name = "message";
        private String data = "";

        @Override
        public void onSubscribe(Flow.Subscription created) {
            subscription = created;
            if (closed) {
                created.cancel();
            } else {
                created.request(Long.MAX_VALUE);
            }
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring("data:".length()).strip();
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    dispatch(name, data);
                }
                name = "message";
                data = "";
            }
        }

        @Override
        public void onError(Throwable thrown) {
            // The stage of the request completes as well, and connects again.
        }

        @Override
        public void onComplete() {}
    }
}
