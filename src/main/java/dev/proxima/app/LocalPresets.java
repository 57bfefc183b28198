package dev.proxima.app;

import dev.proxima.api.PresetView;
import dev.proxima.cli.PresetCatalogue;
import dev.proxima.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The presets of this machine's settings. */
final class LocalPresets implements PresetCatalogue {

    @Override
    public List<PresetView> presets(Path dataDir) {
        Settings settings = Settings.load(Map.of());
        return settings.presetList().stream()
                .map(preset -> new PresetView(
                        preset.name(),
                        preset.description(),
                        preset.extension(),
                        preset.name().equals(settings.defaultPreset())))
                .toList();
    }
}
