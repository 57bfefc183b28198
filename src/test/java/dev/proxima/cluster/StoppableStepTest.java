package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxima.job.FailureException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StoppableStepTest {

    @Test
    void isInterruptedWhileItRuns() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        StoppableStep<String> step = new StoppableStep<>(() -> {
            running.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                step.take();
            } catch (FailureException | InterruptedException e) {
                ended.complete(e);
            }
        });
        thread.start();
        running.await();
        step.stop();
        assertThat(ended.get(5, TimeUnit.SECONDS))
                .isInstanceOf(FailureException.class)
                .hasMessage("The step was stopped.");
        thread.join();
    }

    @Test
    void neverBeginsOnceItIsStopped() {
        StoppableStep<String> step = new StoppableStep<>(() -> "begun");
        step.stop();
        assertThatThrownBy(step::take).isInstanceOf(FailureException.class).hasMessage("The step was stopped.");
    }

    @Test
    void leavesTheThreadAloneAfterwards() throws Exception {
        StoppableStep<String> step = new StoppableStep<>(() -> "done");
        assertThat(step.take()).isEqualTo("done");
        step.stop();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
