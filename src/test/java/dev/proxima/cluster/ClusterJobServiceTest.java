package dev.proxima.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import dev.proxima.api.NodeView;
import dev.proxima.testing.FakeRunner;
import dev.proxima.testing.FakeSteps;
import dev.proxima.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterJobServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final NodeReport REPORT =
            new NodeReport("new:1", List.of("encoder"), 1, false, "test", TestSystem.BUILD, Set.of(), 1, List.of());

    @TempDir
    static Path directory;

    @Test
    void anOrderThatIsNotObeyedIsGivenAgain() throws Exception {
        try (TestSystem system = new TestSystem(directory)) {
            NodeContext node = system.node(new AttemptRegistry(1, new FakeRunner()), new FakeSteps(TestSystem.BUILD));
            node.board().put(REPORT);
            ActorRef<Topic.Command<NodeAgent.Command>> orders =
                    system.kit.spawn(Topic.create(NodeAgent.Command.class, "orders"));
            TestProbe<NodeAgent.Command> agent = system.kit.createTestProbe();
            orders.tell(Topic.subscribe(agent.ref()));
            ClusterJobService service = new ClusterJobService(
                    system.system(),
                    node,
                    system.kit.<JobDirectory.Command>createTestProbe().ref(),
                    system.kit.<WatchActor.Command>createTestProbe().ref(),
                    orders);

            CompletableFuture<Optional<NodeView>> drained =
                    service.drain("new:1", false).toCompletableFuture();
            agent.expectMessageClass(NodeAgent.Order.class, PATIENCE);
            NodeAgent.Order again = agent.expectMessageClass(NodeAgent.Order.class, PATIENCE);
            again.replyTo().tell(new NodeAgent.Obeyed(REPORT));

            assertThat(again.node()).isEqualTo("new:1");
            assertThat(drained.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .map(NodeView::id)
                    .hasValue("new:1");
        }
    }
}
