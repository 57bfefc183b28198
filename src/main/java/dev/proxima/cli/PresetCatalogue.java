package dev.proxima.cli;

import dev.proxima.api.PresetView;
import dev.proxima.job.FailureException;
import java.nio.file.Path;
import java.util.List;

/** The presets of this machine's own settings, for when no node runs. */
public interface PresetCatalogue {

    List<PresetView> presets(Path dataDir) throws FailureException;
}
