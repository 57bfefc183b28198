package dev.proxima.http;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.proxima.api.JobService;
import dev.proxima.api.Json;
import dev.proxima.api.LiveEvent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Server-sent events: first everything there is, then every change. A watcher that reads too slowly has its stream
 * ended rather than buffered without bound; it reconnects and starts with a new snapshot.
 */
final class EventStream {

    /** Events that wait for a slow watcher. */
    private static final int CAPACITY = 256;

    /** Well below the minute after which servers and routers close a silent connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final ByteString COMMENT = ByteString.fromString(":\n\n");

    private final JobService service;
    private final Duration heartbeat;
    private volatile Encoded last;

    EventStream(JobService service) {
        this(service, HEARTBEAT);
    }

    EventStream(JobService service, Duration heartbeat) {
        this.service = service;
        this.heartbeat = heartbeat;
    }

    HttpResponse answer() {
        Source<ByteString, NotUsed> bytes = Source.<ByteString>queue(CAPACITY)
                .watchTermination(this::connect)
                .keepAlive(heartbeat, () -> COMMENT);
        return HttpResponse.create()
                .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
                .withEntity(HttpEntities.createChunked(ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM), bytes));
    }

    private NotUsed connect(BoundedSourceQueue<ByteString> queue, CompletionStage<?> ended) {
        Watcher watcher = new Watcher(queue);
        JobService.Subscription subscription = service.subscribe(watcher);
        watcher.subscribed(subscription);
        ended.whenComplete((done, thrown) -> subscription.close());
        return NotUsed.getInstance();
    }

    static ByteString encode(LiveEvent event) {
        return ByteString.fromString("event: " + event.name() + "\ndata: " + Json.write(event) + "\n\n");
    }

    /** All watchers are told the same event one after the other: it is written once for all of them. */
    private ByteString encodeOnce(LiveEvent event) {
        Encoded known = last;
        if (known == null || known.event() != event) {
            known = new Encoded(event, encode(event));
            last = known;
        }
        return known.bytes();
    }

    private record Encoded(LiveEvent event, ByteString bytes) {}

    private final class Watcher implements Consumer<LiveEvent> {

        private final BoundedSourceQueue<ByteString> queue;
        private JobService.Subscription subscription;
        private boolean ended;

        Watcher(BoundedSourceQueue<ByteString> queue) {
            this.queue = queue;
        }

        /** The first events may arrive before the subscription is known. */
        synchronized void subscribed(JobService.Subscription created) {
            subscription = created;
            if (ended) {
                created.close();
            }
        }

        @Override
        public synchronized void accept(LiveEvent event) {
            if (ended || queue.offer(encodeOnce(event)) == QueueOfferResult.enqueued()) {
                return;
            }
            ended = true;
            queue.complete();
            if (subscription != null) {
                subscription.close();
            }
        }
    }
}
