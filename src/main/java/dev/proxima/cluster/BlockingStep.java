package dev.proxima.cluster;

import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A step that blocks, taken on threads that may be blocked, on behalf of an actor. */
interface BlockingStep<T> {

    T take() throws FailureException, InterruptedException;

    /** Takes the step on a dispatcher and tells the actor what came of it, one way or the other. */
    static <T> void takeFor(
            ActorContext<T> context, String dispatcherName, BlockingStep<T> step, Function<Failure, T> onFailure) {
        var dispatcher = context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(dispatcherName));
        var log = context.getLog();
        CompletableFuture<T> result = new CompletableFuture<>();
        dispatcher.execute(() -> {
            try {
                result.complete(step.take());
            } catch (FailureException e) {
                result.complete(onFailure.apply(e.failure()));
            } catch (InterruptedException | RuntimeException e) {
                log.error("A step met a bug", e);
                result.complete(onFailure.apply(
                        new Failure.Internal("The coordinator met an error of its own: " + e + ".", e.toString())));
            }
        });
        context.pipeToSelf(result, (message, impossible) -> message);
    }
}
