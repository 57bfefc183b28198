package dev.proxima.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.proxima.media.Preset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a node, validated once at start.
 *
 * @param slots FFmpeg processes at once, at least 1
 * @param presets by name
 * @param raw the whole configuration, for the libraries that read their own part of it
 */
public record Settings(
        Path dataDir,
        String host,
        int port,
        Http http,
        List<String> roles,
        List<String> join,
        int slots,
        boolean resumeJobs,
        Optional<Path> ffmpegDir,
        Path ffmpegInstallDir,
        Duration stallTimeout,
        String defaultPreset,
        Map<String, Preset> presets,
        Config raw) {

    /** Cores that one FFmpeg process keeps busy, for the default number of slots. */
    private static final int CORES_PER_SLOT = 4;

    public record Http(boolean enabled, String host, int port) {}

    /**
     * Reads {@code overrides} on top of {@code conf/proxima.conf} (below the folder that the system property
     * {@code proxima.home} names) on top of {@code reference.conf}.
     *
     * @throws InvalidSettingsException with one sentence for the user
     */
    public static Settings load(Map<String, Object> overrides) {
        try {
            Config file = Optional.ofNullable(System.getProperty("proxima.home"))
                    .map(home -> ConfigFactory.parseFile(
                            Path.of(home, "conf", "proxima.conf").toFile()))
                    .orElse(ConfigFactory.empty());
            Config config = ConfigFactory.load(ConfigFactory.parseMap(new TreeMap<>(overrides), "the command line")
                    .withFallback(file)
                    .withFallback(ConfigFactory.parseResources("akka.conf")));
            return from(config);
        } catch (ConfigException e) {
            throw new InvalidSettingsException("The settings cannot be used: " + e.getMessage() + ".", e);
        }
    }

    public Optional<Preset> preset(String name) {
        return Optional.ofNullable(presets.get(name));
    }

    /** The names of all presets, for a sentence. */
    public String presetNames() {
        return String.join(", ", presetList().stream().map(Preset::name).toList());
    }

    /** The presets by name, as users are told of them. */
    public List<Preset> presetList() {
        return presets.values().stream()
                .sorted(Comparator.comparing(Preset::name))
                .toList();
    }

    private static Settings from(Config config) {
        Config own = config.getConfig("proxima");
        Map<String, Preset> presets = presets(own.getConfig("presets"));
        String defaultPreset = own.getString("default-preset");
        if (!presets.containsKey(defaultPreset)) {
            throw new ConfigException.BadValue(
                    own.getValue("default-preset").origin(), "proxima.default-preset", "there is no preset " + defaultPreset);
        }
        int slots = own.getInt("slots");
        String ffmpegDir = own.getString("ffmpeg.dir");
        return new Settings(
                Path.of(own.getString("data-dir")).toAbsolutePath().normalize(),
                own.getString("host"),
                own.getInt("port"),
                new Http(
                        own.getBoolean("http.enabled"), own.getString("http.host"), own.getInt("http.port")),
                own.getStringList("roles"),
                own.getStringList("join"),
                slots > 0 ? slots : Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_SLOT),
                own.getBoolean("resume-jobs"),
                ffmpegDir.isEmpty() ? Optional.empty() : Optional.of(Path.of(ffmpegDir)),
                Path.of(own.getString("ffmpeg.install-dir")),
                own.getDuration("ffmpeg.stall-timeout"),
                defaultPreset,
                presets,
                config);
    }

    private static Map<String, Preset> presets(Config config) {
        Map<String, Preset> presets = new LinkedHashMap<>();
        ConfigObject all = config.root();
        all.keySet().stream().sorted().forEach(name -> {
            Config preset = config.getConfig('"' + name + '"');
            presets.put(
                    name,
                    new Preset(
                            name,
                            preset.getString("description"),
                            preset.getString("extension"),
                            preset.getString("encoder"),
                            preset.getStringList("video"),
                            preset.getStringList("audio")));
        });
        return Map.copyOf(presets);
    }
}
