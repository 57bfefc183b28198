package dev.proxima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxima.api.JobRequest;
import dev.proxima.api.JobView;
import dev.proxima.api.Json;
import dev.proxima.testing.CommandRun;
import dev.proxima.testing.FakeJobService;
import dev.proxima.testing.FakePorts;
import dev.proxima.testing.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncodeCommandTest {

    private final FakeJobService service = new FakeJobService().onSubmit(job -> Samples.job(job.id(), "SUCCEEDED"));
    private final FakePorts fake = new FakePorts(service);

    @Test
    void printsThePathOfEachProxyAndEndsItsNode() {
        CommandRun run = run("encode", "/clips/a.mov", "/clips/b.mov");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("/clips/Proxy/a.mov", "/clips/Proxy/b.mov");
        assertThat(run.err())
                .contains("Made the proxy of a.mov (100 frames in 2 segments) in 1:05: /clips/Proxy/a.mov");
        assertThat(fake.started).containsExactly("embedded");
        assertThat(fake.closed).isEqualTo(1);
    }

    @Test
    void printsWarnings() {
        service.onSubmit(job -> Samples.withWarning(Samples.job(job.id(), "SUCCEEDED"), "No audio."));
        assertThat(run("encode", "/clips/a.mov").err().lines()).contains("SUCCEEDED with warnings: No audio.");
    }

    @Test
    void followsAJobToItsEnd() throws Exception {
        service.onSubmit(job -> Samples.job(job.id(), "PLANNING"));
        Thread node = new Thread(() -> {
            org.awaitility.Awaitility.await().until(() -> service.listeners() == 1);
            service.put(Samples.job("a", "ENCODING"));
            service.put(Samples.job("a", "SUCCEEDED"));
        });
        node.start();
        assertThat(run("encode", "/clips/a.mov").exitCode()).isZero();
        node.join();
        assertThat(service.listeners()).isZero();
    }

    @Test
    void failsWithOneSentence() {
        service.onSubmit(job -> Samples.job(job.id(), "FAILED"));
        CommandRun run = run("encode", "/clips/a.mov");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("error: It went wrong." + System.lineSeparator());
    }

    @Test
    void tellsOfAJobThatSomebodyCancelled() {
        service.onSubmit(job -> Samples.job(job.id(), "CANCELLED"));
        CommandRun run = run("encode", "/clips/a.mov");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("error: The job of /clips/a.mov was cancelled." + System.lineSeparator());
    }

    @Test
    void makesTheOthersWhenOneIsRefused() {
        CommandRun run = run("encode", "/clips/missing.mov", "/clips/a.mov");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).containsExactly("/clips/Proxy/a.mov");
        assertThat(run.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
    }

    @Test
    void failsWhenTheCoordinatorDoesNotAnswer() {
        service.loseCoordinator();
        CommandRun run = run("encode", "/clips/a.mov");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("error: The coordinator did not answer in time: try again, the log tells more.");
        assertThat(fake.closed).isEqualTo(1);
    }

    @Test
    void printsNothingButJsonWhenAsked() throws Exception {
        CommandRun run = run("encode", "/clips/a.mov", "--json");
        assertThat(run.err()).isEmpty();
        JsonNode job = Json.ANSWERS.readTree(run.out()).at("/jobs/0");
        assertThat(job.at("/status").asText()).isEqualTo("SUCCEEDED");
        assertThat(job.at("/failure").isNull()).isTrue();
        assertThat(job.at("/segments/1/endFrameExclusive").asInt()).isEqualTo(100);
    }

    @Test
    void listsARefusedClipAsFailedInJson() throws Exception {
        CommandRun run = run("encode", "/clips/taken.mov", "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode job = Json.ANSWERS.readTree(run.out()).at("/jobs/0");
        assertThat(job.at("/status").asText()).isEqualTo("FAILED");
        assertThat(job.at("/failure/kind").asText()).isEqualTo("output-exists");
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: ");
    }

    @Test
    void passesEveryOptionOn() {
        run(
                "encode",
                "/clips/x/../a.mov",
                "-p",
                "prores-proxy",
                "-o",
                "/out/a.mov",
                "--overwrite",
                "--segments",
                "8",
                "--data-level",
                "full",
                "--flip",
                "both",
                "--timecode",
                "01:00:00;00",
                "--size",
                "1/2",
                "--frame-rate",
                "23.976",
                "--slots",
                "3",
                "--data-dir",
                "/data",
                "--port",
                "0",
                "--priority",
                "urgent",
                "--http-port",
                "9000",
                "--host",
                "0.0.0.0",
                "--http-host",
                "192.168.1.5",
                "--media-root",
                "/footage",
                "--media-root",
                "/proxies/../cache");
        assertThat(service.requests())
                .containsExactly(new JobRequest(
                        "/clips/a.mov",
                        "prores-proxy",
                        "/out/a.mov",
                        true,
                        8,
                        "full",
                        "both",
                        "01:00:00;00",
                        "1/2",
                        "23.976",
                        "urgent"));
        assertThat(fake.options)
                .containsExactly(new NodeOptions(
                        Optional.of(Path.of("/data")),
                        Optional.of("0.0.0.0"),
                        Optional.of("192.168.1.5"),
                        OptionalInt.of(0),
                        OptionalInt.of(9000),
                        OptionalInt.of(3),
                        List.of(Path.of("/footage"), Path.of("/cache")),
                        NodeOptions.Coordination.NONE));
    }

    @Test
    void refusesAPresetWhoseEncoderThisMachineDoesNotHave() {
        CommandRun run = run("encode", "/clips/a.mov", "--preset", "h264-nvenc");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(service.requests()).isEmpty();
        assertThat(run.err())
                .contains(
                        "This machine cannot encode with h264_nvenc, as the preset \"h264-nvenc\" does: choose another");
    }

    @Test
    void leavesTheRestToTheSettings() {
        run("encode", "/clips/a.mov");
        assertThat(service.requests()).containsExactly(new JobRequest("/clips/a.mov", null, null, false, 0));
        assertThat(fake.options)
                .containsExactly(new NodeOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        List.of(),
                        NodeOptions.Coordination.NONE));
    }

    @Test
    void theSameCommandIsTheSameSession() {
        run("encode", "/clips/a.mov", "--overwrite");
        run("encode", "/clips/a.mov", "--json");
        run("encode", "/clips/b.mov");
        run("encode", "/clips/a.mov", "-o", "/out/a.mov");
        assertThat(fake.sessions).hasSize(4);
        assertThat(fake.sessions.get(0)).isEqualTo(fake.sessions.get(1));
        assertThat(Set.copyOf(fake.sessions)).hasSize(3);
    }

    @Test
    void writesBelowTheOutputDirectoryWithTheExtensionOfThePreset() {
        run("encode", "/clips/a.mp4", "--output-dir", "/out");
        assertThat(service.requests()).extracting(JobRequest::output).containsExactly("/out/a.mov");
    }

    @Test
    void refusesTwoClipsOfOneName() {
        CommandRun run = run("encode", "/clips/a.mp4", "/clips/a.mov", "--output-dir", "/out");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("would both be written to /out/a.mov");
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void writesALineAtEachTenthOfAJobWhenItIsNotOnATerminal() {
        JobView job = Samples.job("a", "ENCODING");
        assertThat(ProgressText.step(null, Samples.job("a", "PLANNING"))).isEmpty();
        assertThat(ProgressText.step(Samples.job("a", "PLANNING"), job))
                .contains("a.mov: encoding 100 frames in 2 segments");
        JobView later = Samples.withSegments(job, 0.31, List.of(Samples.segment(0, "ENCODING")));
        assertThat(ProgressText.step(job, later)).contains("a.mov: 30%    50.0 fps  ETA 0:02");
        assertThat(ProgressText.step(later, later)).isEmpty();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(fake.ports(), arguments);
    }
}
