package dev.proxima.cli;

import dev.proxima.api.JobRequest;
import dev.proxima.api.PresetView;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Encodes with a node of its own that lives as long as the command. */
@Command(
        name = "encode",
        description = {
            "Make proxies on this machine, without any set-up.",
            "",
            "Progress goes to standard error, the path of each proxy to standard output. An encode that was "
                    + "interrupted goes on where it was when the same command is given again."
        },
        footer = {"", "Example:", "  proxima encode A001.mov B002.mp4 --output-dir /media/proxies"})
final class EncodeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CLIP", arity = "1..*", description = "The clips to make proxies of.")
    private List<Path> paths;

    @Mixin
    private JobFlags jobs;

    @Mixin
    private NodeFlags node;

    @Mixin
    private Flags common;

    private final CliPorts ports;
    private final Terminal terminal;

    EncodeCommand(CliPorts ports, Terminal terminal) {
        this.ports = ports;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        jobs.checkFor(paths);
        List<ClipFinder.Clip> clips = paths.stream().map(ClipFinder.Clip::named).toList();
        try (Node embedded = ports.nodes().startEmbedded(node.options(), jobs.session(clips))) {
            JobDesk desk = new LocalDesk(embedded.service());
            List<PresetView> presets = desk.presets();
            requireEncoder(presets);
            List<JobRequest> requests = ClipRequests.of(clips, jobs, presets);
            return new JobRun(desk, terminal, common.json()).complete(requests);
        }
    }

    /** Nobody joins the node of this command, so what it cannot encode would wait for ever. */
    private void requireEncoder(List<PresetView> presets) throws CommandFailed {
        for (PresetView preset : presets) {
            boolean chosen =
                    jobs.preset() == null ? preset.isDefault() : preset.name().equals(jobs.preset());
            if (chosen && !preset.available()) {
                throw new CommandFailed(
                        "This machine cannot encode with " + preset.encoder() + ", as the preset \"" + preset.name()
                                + "\" does: choose another, or queue the clip on a cluster that has a machine for it.");
            }
        }
    }
}
