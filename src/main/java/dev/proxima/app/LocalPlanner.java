package dev.proxima.app;

import dev.proxima.api.PlanView;
import dev.proxima.cli.Planner;
import dev.proxima.ffmpeg.ClipProbe;
import dev.proxima.ffmpeg.Commands;
import dev.proxima.ffmpeg.FfmpegBuild;
import dev.proxima.ffmpeg.PresetFiles;
import dev.proxima.ffmpeg.ProbedClip;
import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.machine.UsableCores;
import dev.proxima.media.ClipInfo;
import dev.proxima.media.Preset;
import dev.proxima.media.SegmentPlan;
import dev.proxima.media.SegmentPlanner;
import dev.proxima.media.Workforce;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plans a clip on this machine, without a node. */
final class LocalPlanner implements Planner {

    @Override
    public PlanView plan(PlanOptions options) throws FailureException {
        Settings settings = Settings.load(Map.of());
        String name = options.preset().orElse(settings.defaultPreset());
        Preset named = settings.preset(name)
                .orElseThrow(() -> new FailureException(new Failure.UnknownPreset(name, settings.presetNames())));
        FfmpegBuild build = LocalFfmpeg.install(settings);
        LocalFfmpeg.roots(settings).requireSource(options.source());
        Preset preset = PresetFiles.present(options.options().applyTo(named), build);
        try {
            ProbedClip clip = new ClipProbe(build)
                    .probe(options.source(), options.options().frameRate(), share -> {});
            SegmentPlan plan = SegmentPlanner.planFor(
                    preset,
                    clip.index(),
                    clip.info().video(),
                    options.segments(),
                    Workforce.ofOneMachine(options.slots().orElse(settings.slots()), new UsableCores().now()));
            return view(options.source(), preset, options.options().applyTo(clip.info(), preset), plan, build);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Internal("Planning was interrupted.", ""), e);
        }
    }

    private static PlanView view(Path source, Preset preset, ClipInfo clip, SegmentPlan plan, FfmpegBuild build) {
        List<String> reference = new ArrayList<>();
        reference.add(build.ffmpeg().toString());
        reference.addAll(Commands.reference(clip, preset, source, Path.of("OUTPUT")));
        return new PlanView(
                source.toString(),
                preset.name(),
                clip.video().frames(),
                clip.video().frameRate().toString(),
                plan.segments().stream()
                        .map(segment -> new PlanView.Range(
                                segment.index(),
                                segment.range().startFrame(),
                                segment.range().endFrameExclusive()))
                        .toList(),
                reference,
                clip.warnings());
    }
}
