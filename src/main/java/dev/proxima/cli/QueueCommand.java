package dev.proxima.cli;

import dev.proxima.api.JobRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands clips to a running cluster. */
@Command(
        name = "queue",
        description = {
            "Hand clips to a running cluster.",
            "",
            "A directory means the clips in it and below, proxies and hidden folders left out. The coordinator must "
                    + "see the clips under the same paths. The id of each job goes to standard output; with --wait, "
                    + "the path of each proxy."
        },
        footer = {"", "Example:", "  proxima queue /media/card1 --output-dir /media/proxies --wait"})
final class QueueCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CLIP|DIR", arity = "1..*", description = "Clips, or directories of clips.")
    private List<Path> paths;

    @Option(names = "--wait", description = "Follow the jobs until all have finished.")
    private boolean wait;

    @Mixin
    private JobFlags jobs;

    @Mixin
    private ClientFlags node;

    @Mixin
    private Flags common;

    private final Terminal terminal;

    QueueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<ClipFinder.Clip> clips = withRate(ClipFinder.find(paths));
        jobs.checkFor(clips);
        NodeClient client = node.client();
        List<JobRequest> requests =
                ClipRequests.of(clips, jobs, jobs.outputDir().isPresent() ? client.presets() : List.of());
        JobRun run = new JobRun(client, terminal, common.json());
        return wait ? run.complete(requests) : run.handIn(requests);
    }

    /** Pictures do not tell how fast they are shown; without a rate, the sequences in a directory are no clips. */
    private List<ClipFinder.Clip> withRate(List<ClipFinder.Clip> found) throws CommandFailed {
        if (jobs.options().frameRate() != null) {
            return found;
        }
        List<ClipFinder.Clip> clips =
                found.stream().filter(clip -> !clip.isFoundSequence()).toList();
        for (ClipFinder.Clip clip : found) {
            if (clip.isFoundSequence()) {
                String sentence = clip.source() + " (" + clip.pictures()
                        + " pictures) is left out: give --frame-rate to have sequences encoded as well.";
                if (clips.isEmpty()) {
                    throw new CommandFailed(sentence);
                }
                terminal.tell(sentence);
            }
        }
        return clips;
    }
}
