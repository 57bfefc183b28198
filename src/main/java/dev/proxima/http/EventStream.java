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

    EventStream(JobService service) {
        this(service, HEARTBEAT);
    }

    EventStream(JobService service, Duration heartbeat) {
        this.service = service;
        this.heartbeat = heartbeat;
    }

    HttpResponse answer() {
        Source<ByteString, NotUsed> bytes = Source.<LiveEvent>queue(CAPACITY)
                .watchTermination(this::connect)
                .map(EventStream::encode)
                .keepAlive(heartbeat, () -> COMMENT);
        return HttpResponse.create()
                .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
                .withEntity(HttpEntities.createChunked(ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM), bytes));
    }

    private NotUsed connect(BoundedSourceQueue<LiveEvent> queue, CompletionStage<?> ended) {
        Watcher watcher = new Watcher(queue);
        JobService.Subscription subscription = service.subscribe(watcher);
        watcher.subscribed(subscription);
        ended.whenComplete((done, thrown) -> subscription.close());
        return NotUsed.getInstance();
    }

    static ByteString encode(LiveEvent event) {
        return ByteString.fromString("event: " + event.name() + "\ndata: " + Json.write(event) + "\n\n");
    }

    private static final class Watcher implements Consumer<LiveEvent> {

        private final BoundedSourceQueue<LiveEvent> queue;
        private JobService.Subscription subscription;
        private boolean ended;

        Watcher(BoundedSourceQueue<LiveEvent> queue) {
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
            if (ended || queue.offer(event) == QueueOfferResult.enqueued()) {
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
